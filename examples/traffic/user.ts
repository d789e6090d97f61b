import { pickLogNormal, type Random } from '../model-server/random.ts';
import { UnreachableError } from './assistant-client.ts';
import { MANNERS } from './scenario.ts';
import { playSession, type World } from './session.ts';

/** One user at work, session after session, until stopped. Never rejects because of what the assistant does. */
export async function playUser(world: World, userId: string, random: Random): Promise<void> {
  const { thinkMedianMs } = MANNERS[world.scenario];
  try {
    await world.pause(random() * thinkMedianMs);
    for (;;) {
      await attempt(world, () => playSession(world, userId, random));
      await world.pause(pickLogNormal(random, thinkMedianMs, 0.6));
    }
  } catch (error) {
    if (!world.signal.aborted) {
      throw error;
    }
  }
}

async function attempt(world: World, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof UnreachableError)) {
      throw error;
    }
    await world.onAway(error.message);
  }
}
