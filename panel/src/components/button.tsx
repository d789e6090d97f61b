import './button.css';
import type { ComponentProps, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  readonly icon?: IconName;
  /** @default normal */
  readonly look?: 'normal' | 'primary' | 'quiet' | 'danger';
  readonly children: ReactNode;
}

export function Button({ icon, look = 'normal', children, ...others }: ButtonProps) {
  return (
    <button type="button" className={`button button-${look}`} {...others}>
      {icon !== undefined && <Icon name={icon} size={16} />}
      <span>{children}</span>
    </button>
  );
}

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children'> {
  readonly icon: IconName;
  /** What it does: read out, and shown when the pointer rests on it. */
  readonly label: string;
}

/** A button without words on it. */
export function IconButton({ icon, label, ...others }: IconButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} {...others}>
      <Icon name={icon} />
    </button>
  );
}
