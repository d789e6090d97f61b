import type { PanelAnswer } from '../../../src/api/panel.ts';
import { requestJson } from './request.ts';

export const fetchPanel = (signal: AbortSignal) => requestJson<PanelAnswer>('/api/v1/panel', { signal });
