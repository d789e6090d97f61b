import type { ReactNode } from 'react';

export interface PageHeadProps {
  readonly title: string;
  /** Controls of the whole page, such as its period. */
  readonly children?: ReactNode;
}

/** The first line of a page. */
export function PageHead({ title, children }: PageHeadProps) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {children}
    </div>
  );
}
