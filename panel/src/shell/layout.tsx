import './layout.css';
import { type ReactNode, useRef } from 'react';
import { IconButton } from '../components/button.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionMenu } from './connection-menu.tsx';
import { Logo } from './logo.tsx';
import { Navigation } from './navigation.tsx';

/** The frame of every page: navigation, header and the place of the page. */
export function Layout({ children }: { readonly children: ReactNode }) {
  const drawer = useRef<HTMLDialogElement>(null);
  return (
    <div className="layout">
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <aside className="sidebar">
        <Logo />
        <Navigation label="Pages" />
      </aside>
      <div className="column">
        <header className="header">
          <span className="header-menu">
            <IconButton icon="menu" label="Pages" onClick={() => drawer.current?.showModal()} />
            <Logo />
          </span>
          <ConnectionMenu />
          <AccountMenu />
        </header>
        <main id="page" className="page" tabIndex={-1}>
          {children}
        </main>
      </div>
      <dialog ref={drawer} className="drawer" aria-label="Pages" closedby="any">
        <div className="drawer-head">
          <Logo />
          <IconButton icon="close" label="Close" onClick={() => drawer.current?.close()} />
        </div>
        <Navigation label="All pages" onNavigate={() => drawer.current?.close()} />
      </dialog>
    </div>
  );
}
