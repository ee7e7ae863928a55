import type { ReactNode } from 'react';

export function Page({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <main className="min-h-0 overflow-y-auto p-5">
      <div className="mb-4 flex h-8 items-baseline gap-3">
        <h1 className="text-xl font-semibold">{title}</h1>
        {lead !== undefined && <span className="text-soft">{lead}</span>}
      </div>
      {children}
    </main>
  );
}
