import type { Pool } from 'pg';
import { type Checkpoint, hashLeaf, MerkleFrontier, type TreeHead } from '../../audit/index.ts';
import { AiwatchError } from '../../errors.ts';
import { readLeaves, readTreeState } from '../../store/index.ts';

/** Follows the tree in the database, and never forgets what it has seen of it. */
export interface TreeWatch {
  /**
   * Reads what was added, and says how the tree is now. Throws AUDIT_INCONSISTENT where it does not hold what was
   * signed or seen before.
   */
  advance(): Promise<TreeHead>;
}

function inconsistent(found: string): AiwatchError {
  return new AiwatchError('AUDIT_INCONSISTENT', { where: 'audit trail', found });
}

/**
 * The first time it computes the tree from the texts of all leaves, and compares it with every checkpoint that was
 * signed; then only from what was added.
 */
export function watchTree(pool: Pool, signed: readonly Checkpoint[]): TreeWatch {
  let tree = new MerkleFrontier();
  const roots = new Map(signed.map(({ size, root }) => [size, Buffer.from(root).toString('base64')]));
  const largest = signed.reduce((most, { size }) => Math.max(most, size), 0);

  const checkRoot = (grown: MerkleFrontier): void => {
    const expected = roots.get(grown.size);
    if (expected !== undefined && expected !== grown.root().toString('base64')) {
      throw inconsistent(`other leaves than those signed, among the first ${grown.size}`);
    }
  };
  return {
    advance: async () => {
      const state = await readTreeState(pool);
      if (state.size < Math.max(tree.size, largest)) {
        throw inconsistent(`${state.size} leaves, where ${Math.max(tree.size, largest)} were signed or seen`);
      }
      const grown = new MerkleFrontier(tree.toJSON());
      checkRoot(grown);
      for await (const { index, body, hash } of readLeaves(pool, tree.size, state.size)) {
        if (index !== grown.size) throw inconsistent(`no leaf ${grown.size}`);
        if (!hashLeaf(body).equals(hash)) throw inconsistent(`another text of leaf ${index}`);
        grown.append(hash);
        checkRoot(grown);
      }
      if (JSON.stringify(grown) !== JSON.stringify(new MerkleFrontier(state))) {
        throw inconsistent('leaves that are not those of the tree');
      }
      tree = grown;
      return { size: grown.size, root: grown.root() };
    },
  };
}
