import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/desk/',
  plugins: [react(), tailwindcss()],
  server: { host: '127.0.0.1' },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // A data: URI would need its own exception in the content security policy.
    assetsInlineLimit: 0,
    manifest: true,
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
});
