import { safeLink } from '../data/safe-link.ts';
import { Icon } from './icon.tsx';

export interface ExternalLinkProps {
  /** Where it leads; there is no link where that is nowhere, or would run. */
  readonly href: string | null;
  readonly title: string;
}

/** A button that leads to another program, in another tab. */
export function ExternalLink({ href, title }: ExternalLinkProps) {
  const address = safeLink(href);
  if (address === undefined) return null;
  return (
    <a className="button button-normal" href={address} target="_blank" rel="noreferrer">
      {title}
      <Icon name="external" size={15} />
      <span className="visually-hidden">(in another tab)</span>
    </a>
  );
}
