import { useProblemText } from '../i18n/problemText';
import { Icon } from '../ui/Icon';

/** Why a control on the bar did nothing. */
export function ActionFailure({ error }: { error: unknown }) {
  return error === null ? null : <Shown error={error} />;
}

function Shown({ error }: { error: unknown }) {
  const { title, detail } = useProblemText(error);
  return (
    <span role="alert" title={detail} className="flex items-center gap-1.5 rounded-md bg-danger px-2 py-1 text-xs font-medium">
      <Icon name="alert" />
      {title}
    </span>
  );
}
