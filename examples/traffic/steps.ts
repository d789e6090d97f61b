import { pickInteger, pickOne } from '../model-server/random.ts';
import { pickCheapPrompt, pickPrompt } from './prompts.ts';
import type { Outcome } from './summary.ts';
import { judge, judgeChat, makeVersion, readObjects, type Visit, writeNote } from './visit.ts';

/** One thing that a user does in a session. */
export interface Step {
  readonly name: string;
  /** How often it is chosen, relative to the others, in the scenario `mixed`. */
  readonly mixed: number;
  /** The same in the scenario `healthy`. */
  readonly healthy: number;
  run(visit: Visit): Promise<Outcome>;
}

// Above this number of versions the oldest are deleted, so that a long run does not fill the repository.
const MAX_VERSIONS = 20;

/** What people do who make no mistakes. */
export const STEPS: readonly Step[] = [
  { name: 'chat', mixed: 25, healthy: 4, run: chat },
  { name: 'chat-unstreamed', mixed: 5, healthy: 0, run: chatUnstreamed },
  { name: 'chat-abort', mixed: 4, healthy: 0, run: chatAbort },
  { name: 'list-files', mixed: 10, healthy: 30, run: listFiles },
  { name: 'read-file', mixed: 14, healthy: 30, run: readFile },
  { name: 'write-file', mixed: 12, healthy: 15, run: writeFile },
  { name: 'delete-file', mixed: 4, healthy: 5, run: deleteFile },
  { name: 'make-version', mixed: 5, healthy: 0, run: createVersion },
  { name: 'list-versions', mixed: 3, healthy: 5, run: listVersions },
  { name: 'restore-version', mixed: 2, healthy: 0, run: restoreVersion },
  { name: 'delete-version', mixed: 5, healthy: 0, run: deleteVersion },
  { name: 'create-project', mixed: 2, healthy: 0, run: createProject },
];

async function chat(visit: Visit): Promise<Outcome> {
  const prompt = visit.cheap ? pickCheapPrompt(visit.random) : pickPrompt(visit.random);
  return judgeChat(visit, await visit.client.chat({ ...prompt }));
}

async function chatUnstreamed(visit: Visit): Promise<Outcome> {
  const json = { ...pickPrompt(visit.random), stream: false };
  return judge(visit, await visit.client.call('POST', '/api/chat', { json }), [200]);
}

async function chatAbort(visit: Visit): Promise<Outcome> {
  const prompt = { ...pickPrompt(visit.random) };
  return judgeChat(visit, await visit.client.chat(prompt, pickInteger(visit.random, 1, 20)));
}

async function listFiles(visit: Visit): Promise<Outcome> {
  return judge(visit, await visit.client.call('GET', '/api/files'), [200]);
}

async function readFile(visit: Visit): Promise<Outcome> {
  const listed = await visit.client.call('GET', '/api/files');
  const paths = readObjects(listed, 'files').map(file => String(file['path']));
  if (listed.status !== 200 || paths.length === 0) {
    return judge(visit, listed, [200]);
  }
  const path = pickOne(visit.random, paths).split('/').map(encodeURIComponent).join('/');
  // Another user may have deleted it meanwhile.
  return judge(visit, await visit.client.call('GET', `/api/files/${path}`), [200, 404]);
}

async function writeFile(visit: Visit): Promise<Outcome> {
  return judge(visit, await writeNote(visit), [200, 201]);
}

/** Deletes one of the visit's own files; writes one when there is none to delete. */
async function deleteFile(visit: Visit): Promise<Outcome> {
  const [path] = visit.files;
  if (path === undefined) {
    return judge(visit, await writeNote(visit), [200, 201]);
  }
  visit.files.delete(path);
  // Restoring a version may have taken it away.
  return judge(visit, await visit.client.call('DELETE', `/api/files/${path}`), [204, 404]);
}

async function createVersion(visit: Visit): Promise<Outcome> {
  return judge(visit, await makeVersion(visit), [201]);
}

async function listVersions(visit: Visit): Promise<Outcome> {
  return judge(visit, await visit.client.call('GET', '/api/versions'), [200]);
}

/** Restores a version of the visit's own; makes one when there is none to restore. */
async function restoreVersion(visit: Visit): Promise<Outcome> {
  const [id] = visit.versions;
  if (id === undefined) {
    return judge(visit, await makeVersion(visit), [201]);
  }
  // Another user may have deleted it meanwhile.
  return judge(
    visit,
    await visit.client.call('POST', `/api/versions/${encodeURIComponent(id)}/restore`),
    [200, 404],
  );
}

async function deleteVersion(visit: Visit): Promise<Outcome> {
  const listed = await visit.client.call('GET', '/api/versions');
  const ids = readObjects(listed, 'versions')
    .sort((one, other) => String(one['createdAt']).localeCompare(String(other['createdAt'])))
    .map(version => String(version['id']));
  if (ids.length === 0) {
    return judge(visit, listed, [200]);
  }
  const surplus = ids.slice(0, Math.min(Math.max(ids.length - MAX_VERSIONS, 1), 5));
  let outcome: Outcome = 'ok';
  for (const id of surplus) {
    visit.versions.delete(id);
    outcome = judge(
      visit,
      await visit.client.call('DELETE', `/api/versions/${encodeURIComponent(id)}`),
      [204, 404],
    );
  }
  return outcome;
}

async function createProject(visit: Visit): Promise<Outcome> {
  const json = { name: `${visit.userId.replace('_', '-')}-${pickInteger(visit.random, 1, 1_000)}` };
  return judge(visit, await visit.client.call('POST', '/api/projects', { json }), [201, 409]);
}
