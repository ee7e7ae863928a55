import { useText } from '../i18n/i18n';
import { Button } from '../ui/Button';
import { Mark } from '../ui/Mark';

interface SignInProps {
  failed: boolean;
  onSignIn: () => void;
}

export function SignIn({ failed, onSignIn }: SignInProps) {
  const t = useText();
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="w-[360px] rounded-lg border border-line bg-panel p-8">
        <Mark className="mb-6 size-9" />
        <h1 className="mb-1 text-xl font-semibold">{t('desk.sign_in.title')}</h1>
        <p className="mb-6 text-soft">{t('desk.sign_in.lead')}</p>
        {failed && (
          <p role="alert" className="mb-4 rounded-md bg-bad-soft px-3 py-2 text-bad">
            {t('desk.sign_in.failed')}
          </p>
        )}
        <Button kind="primary" size="large" className="w-full" onClick={onSignIn}>
          {t('desk.sign_in.go')}
        </Button>
      </div>
    </main>
  );
}
