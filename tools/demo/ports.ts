/** Ports of the programs that a demo runs, all on 127.0.0.1. */
export interface DemoPorts {
  readonly modelServer: number;
  readonly assistant: number;
  readonly aiwatch: number;
}

/** The addresses that the documents name. */
export const DEMO_PORTS: DemoPorts = { modelServer: 3002, assistant: 3001, aiwatch: 4000 };
