import { expect, test } from 'vitest';
import { parseSimulation } from '../../../tools/debian/apt.ts';

test('parseSimulation reads new and upgraded packages, and nothing else', () => {
  const output = `Reading package lists...
The following NEW packages will be installed:
  redis-server redis-tools
Inst liblzf1 (3.6-3 Debian:12.15/oldstable [amd64])
Inst redis-tools [5:6.0-1] (5:7.0.15-1~deb12u10 Debian-Security:12/oldstable-security [amd64]) []
Conf liblzf1 (3.6-3 Debian:12.15/oldstable [amd64])
`;
  expect(parseSimulation(output)).toEqual([
    { name: 'liblzf1', version: '3.6-3' },
    { name: 'redis-tools', version: '5:7.0.15-1~deb12u10' },
  ]);
});
