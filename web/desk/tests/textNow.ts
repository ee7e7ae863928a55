import { renderHook } from '@testing-library/react';

import { useText, type Text } from '../src/i18n/i18n';

/** The `t` of the locale that is active now. */
export function textNow(): Text {
  return renderHook(useText).result.current;
}
