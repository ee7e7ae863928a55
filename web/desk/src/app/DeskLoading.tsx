import { useText } from '../i18n/i18n';
import { Skeleton } from '../ui/Skeleton';
import { Frame } from './Frame';

/** The desk before it knows anything: every pane in its place. */
export function DeskLoading() {
  const t = useText();
  return (
    <Frame
      bar={<div className="h-[52px] border-b border-line bg-panel" />}
      rail={null}
      side={<Skeleton rows={8} className="p-3.5" />}
      main={
        <main aria-busy="true" className="p-5">
          <h1 className="sr-only">{t('desk.loading')}</h1>
          <Skeleton rows={6} />
        </main>
      }
    />
  );
}
