import type { BoardName } from '../../src/catalogue/index.ts';

const NO_CADVISOR = 'cAdvisor reads control groups of containers, and there are none here';
const NO_CHILDREN = 'the example starts no programs that live until the next scrape';
const NO_TRAFFIC = 'the interface of the machine may be still: everything here talks over the loopback';
const TOO_YOUNG = 'looks further back than the minutes that the stack runs';

const CONTAINERS = { 'CPU of containers': NO_CADVISOR, 'Memory of containers': NO_CADVISOR };

/** Panels that may have nothing to show in the stack of the example application, by board and title: each with the reason. */
export const PANELS_WITHOUT_DATA: Partial<Record<BoardName, Readonly<Record<string, string>>>> = {
  overview: CONTAINERS,
  cost: {
    'Last 24 hours': TOO_YOUNG,
    'Last 7 days': TOO_YOUNG,
    'Last 30 days': TOO_YOUNG,
    'Spend per session': TOO_YOUNG,
    'Spend per session over an hour': TOO_YOUNG,
  },
  sessions: { 'Of an hour ago': TOO_YOUNG },
  infrastructure: {
    ...CONTAINERS,
    'Memory of containers over their limit': NO_CADVISOR,
    'Throttling of containers': NO_CADVISOR,
    'Restarts of containers': NO_CADVISOR,
    'Containers out of memory': NO_CADVISOR,
    'Child processes': NO_CHILDREN,
    'CPU of child processes': NO_CHILDREN,
    'Memory of child processes': NO_CHILDREN,
    'Network errors': NO_TRAFFIC,
  },
  monitoring: {
    'Remote storage behind': 'there is no remote storage',
    Redactions: 'nothing that the users of the example say is secret or personal',
  },
};
