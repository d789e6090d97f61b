import { z } from 'zod';
import { amount, anyObject, defineEventType, text } from './definition.ts';

export const toolEvents = defineEventType({
  type: 'tool',
  help: 'A tool ran that a model asked for.',
  events: ['execution'],
  data: z.looseObject({
    toolName: text().optional().describe('Name of the tool.'),
    args: anyObject().optional().describe('What it was called with.'),
    result: z.enum(['success', 'error']).optional().describe('How it ended.'),
    output: z.unknown().optional().describe('What it returned.'),
    executionTime: amount().optional().describe('Milliseconds that it ran.'),
    exitCode: z.int().nullable().optional().describe('Exit code, of a command.'),
  }),
  content: ['args', 'output'],
  personal: [],
  since: '0.1.0',
});
