import './message.css';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface MessageProps {
  readonly icon: IconName;
  readonly title: string;
  /** @default neutral */
  readonly tone?: 'neutral' | 'good' | 'warning' | 'bad';
  /** Whether it is read out at once. */
  readonly isAlert?: boolean;
  /** What to do. */
  readonly children?: ReactNode;
}

/** A short text in place of what is not there: nothing yet, nothing found, or a failure. */
export function Message({ icon, title, tone = 'neutral', isAlert = false, children }: MessageProps) {
  return (
    <div className={`message message-${tone}`} role={isAlert ? 'alert' : undefined}>
      <span className="message-icon">
        <Icon name={icon} size={22} />
      </span>
      <p className="message-title">{title}</p>
      {children !== undefined && <div className="message-body">{children}</div>}
    </div>
  );
}
