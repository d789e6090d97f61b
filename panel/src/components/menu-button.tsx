import './menu-button.css';
import { type ReactNode, type ToggleEvent, useId, useRef } from 'react';
import { Icon, type IconName } from './icon.tsx';

const GAP_PX = 4;
/** Between the menu and the edge of the window. */
const EDGE_PX = 12;

export interface MenuButtonProps {
  readonly icon: IconName;
  readonly label: string;
  /** Whether only the icon is shown. */
  readonly isCompact?: boolean;
  /** Links and buttons. */
  readonly children: ReactNode;
}

/** A button that opens a short list of what can be done; it closes by a choice, Escape, or a click elsewhere. */
export function MenuButton({ icon, label, isCompact = false, children }: MenuButtonProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);

  function place({ newState }: ToggleEvent<HTMLDivElement>): void {
    if (newState !== 'open' || button.current === null || list.current === null) return;
    const { bottom, top, right } = button.current.getBoundingClientRect();
    const { width, height } = list.current.getBoundingClientRect();
    const isBelow = bottom + GAP_PX + height <= window.innerHeight - EDGE_PX;
    list.current.style.top = `${isBelow ? bottom + GAP_PX : Math.max(EDGE_PX, top - GAP_PX - height)}px`;
    list.current.style.left = `${Math.max(EDGE_PX, right - width)}px`;
    list.current.querySelector<HTMLElement>('a, button')?.focus();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={isCompact ? 'icon-button' : 'button button-normal'}
        popoverTarget={id}
        {...(isCompact && { 'aria-label': label, title: label })}
      >
        <Icon name={icon} size={isCompact ? 18 : 16} />
        {!isCompact && <span>{label}</span>}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: hears of what its buttons do */}
      <div
        ref={list}
        id={id}
        popover="auto"
        className="menu-list"
        onToggle={place}
        onClick={() => list.current?.hidePopover()}
      >
        {children}
      </div>
    </>
  );
}
