import { asProblem } from '../api/problem';
import { isMessage, useText, type Text } from './i18n';

export function problemText(t: Text, error: unknown): { title: string; detail: string } {
  const problem = asProblem(error);
  if (problem.code === 'offline') return { title: t('desk.offline.title'), detail: t('desk.offline.detail') };
  const [title, detail] = [`errors.${problem.code}.title`, `errors.${problem.code}.detail`];
  const values = { correlation_id: problem.correlationId ?? '—' };
  return {
    title: isMessage(title) ? t(title, values) : t('errors.unexpected.title'),
    detail: isMessage(detail) ? t(detail, values) : (problem.detail ?? t('errors.unexpected.detail', values)),
  };
}

export function useProblemText(error: unknown): { title: string; detail: string } {
  return problemText(useText(), error);
}
