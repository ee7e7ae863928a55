import './app/styles.css';

import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import { startApi } from './api/client';
import { loadConfig } from './api/config';
import { createQueryClient } from './api/queryClient';
import { LOCALES } from './api/words';
import { App } from './app/App';
import { BootFailure } from './app/BootFailure';
import { applyTheme } from './app/theme';
import { Session } from './auth/session';
import { activate, chosenLocale, currentLocale } from './i18n/i18n';
import { LineControl, loadTwilioLine } from './voice/lineControl';
import { LineLock } from './voice/lineLock';
import { VoiceContext } from './voice/VoiceContext';

applyTheme();
const root = createRoot(document.getElementById('root') ?? document.body);
void boot().catch(() => root.render(<BootFailure />));

async function boot(): Promise<void> {
  const browser = LOCALES.find((locale) => locale.slice(0, 2) === navigator.language.slice(0, 2));
  await activate(chosenLocale() ?? browser ?? 'pt-BR');
  const config = await loadConfig();
  const session = new Session(config.oidc);
  if (!(await session.start())) return;
  startApi(config.apiUrl, session, currentLocale);
  const voice = { control: new LineControl(() => loadTwilioLine(config.voice)), lock: new LineLock() };
  root.render(
    <StrictMode>
      <QueryClientProvider client={createQueryClient()}>
        <VoiceContext value={voice}>
          <App session={session} />
        </VoiceContext>
      </QueryClientProvider>
    </StrictMode>,
  );
}
