import { useState, type SyntheticEvent } from 'react';

import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import type { Search, SearchKind } from './searchQueue';

const KINDS = { phone: 'phone', order_id: 'order', customer_id: 'customer' } as const;
const FIELD = 'h-8 rounded-md border border-edge bg-panel px-2';
const LONGEST: Record<SearchKind, number> = { phone: 32, order_id: 64, customer_id: 80 };

/** By phone in whatever form, by order, by customer. Give it the present search as key. */
export function SearchForm({ search, onSearch }: { search: Search | null; onSearch: (search: Search) => void }) {
  const t = useText();
  const [kind, setKind] = useState<SearchKind>(search?.kind ?? 'phone');
  const [text, setText] = useState(search?.text ?? '');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (text.trim() !== '') onSearch({ kind, text: text.trim() });
  };
  return (
    <form role="search" onSubmit={submit} className="flex min-w-0 items-center gap-1.5">
      <select aria-label={t('desk.manage.search.kind')} value={kind} onChange={(event) => setKind(event.target.value as SearchKind)} className={FIELD}>
        {Object.entries(KINDS).map(([value, name]) => (
          <option key={value} value={value}>
            {t(`desk.manage.search.${name}`)}
          </option>
        ))}
      </select>
      <input
        type="search"
        aria-label={t('desk.manage.search.text')}
        value={text}
        maxLength={LONGEST[kind]}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        className={`${FIELD} w-44 min-w-0`}
      />
      <Button type="submit">{t('desk.manage.search.go')}</Button>
    </form>
  );
}
