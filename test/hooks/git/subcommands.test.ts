import { describe, expect, it } from 'vitest';
import { classifyGitCommand } from '../../../src/hooks/git/subcommands.ts';

/** What a command line counts as: operation, version, and when its size is known. */
function classify(line: string): string {
  const found = classifyGitCommand(line.split(' ').filter(word => word !== ''));
  return found === undefined
    ? 'not counted'
    : [found.operation, found.revision ?? '?', found.sizeIsKnown].join(' ');
}

describe('classifyGitCommand', () => {
  it.each([
    ['commit -m text', 'create HEAD after'],
    ['commit --amend --no-edit', 'create HEAD after'],
    ['tag v1', 'create v1 after'],
    ['tag -a -m text v1 HEAD~2', 'create v1 after'],
    ['tag -fam text v1', 'create v1 after'],
    ['tag -mtext v1', 'create v1 after'],
    ['tag --message=text v1', 'create v1 after'],
    ['stash', 'create stash@{0} after'],
    ['stash -u -m text', 'create stash@{0} after'],
    ['stash push -- file', 'create stash@{0} after'],
    ['stash save text', 'create stash@{0} after'],
    ['checkout main', 'restore HEAD after'],
    ['checkout v1 -- file', 'restore v1 after'],
    ['checkout -- file', 'restore HEAD after'],
    ['switch --detach v1', 'restore HEAD after'],
    ['restore file', 'restore HEAD after'],
    ['restore --source=v1 file', 'restore v1 after'],
    ['restore -s v1 -SW file', 'restore v1 after'],
    ['reset --hard HEAD~1', 'restore HEAD after'],
    ['revert HEAD', 'restore HEAD after'],
    ['stash apply', 'restore stash@{0} after'],
    ['stash pop stash@{2}', 'restore stash@{2} before'],
    ['tag -d v1', 'delete v1 before'],
    ['tag --delete v1 v2', 'delete ? before'],
    ['branch -D topic', 'delete topic before'],
    ['branch -dr origin/topic', 'delete origin/topic before'],
    ['stash drop 1', 'delete stash@{1} before'],
    ['stash clear', 'delete ? before'],
    ['-C folder -c core.pager=cat --no-pager commit -m text', 'create HEAD after'],
    ['--git-dir folder/.git tag v1', 'create v1 after'],
  ])('counts git %s as %s', (line, expected) => {
    expect(classify(line)).toBe(expected);
  });

  it.each([
    '',
    '--version',
    '-C commit',
    'status',
    'log --oneline',
    'tag',
    'tag -l v*',
    'tag -n5 v1',
    'tag --contains v1',
    'tag -v v1',
    'branch',
    'branch topic',
    'branch -a',
    'stash list',
    'stash show',
    'checkout -b topic',
    'switch -c topic',
    'restore --staged file',
    'reset',
    'reset --soft HEAD~1',
    'revert --abort',
    'commit --dry-run',
    'commit --help',
  ])('does not count git %s', line => {
    expect(classify(line)).toBe('not counted');
  });
});
