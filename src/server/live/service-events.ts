import { AiwatchError } from '../../errors.ts';
import type { EventSource } from '../../events/index.ts';
import type { ServiceAccess } from '../../live/index.ts';
import type { Intake } from '../../runtime.ts';

/** Takes what services report by a socket in, just as `POST /api/v1/events` does; the service is the application. */
export function takeServiceEvent(intake: Intake, defaultSource: EventSource): ServiceAccess['takeEvent'] {
  return async (service, event) => {
    const [verdict] = await intake.submit([event], { ...defaultSource, application: service });
    if (verdict !== undefined && 'accepted' in verdict) return { ok: true, id: verdict.accepted.event.id };
    if (verdict === undefined || 'dropped' in verdict) return { ok: true };
    const { code, field, expected, found } = verdict.refused;
    throw new AiwatchError(code, { where: `the socket of ${service}`, field, expected, found });
  };
}
