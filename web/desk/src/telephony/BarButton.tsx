import type { ButtonHTMLAttributes } from 'react';

import { Button } from '../ui/Button';
import type { IconName } from '../ui/Icon';

interface BarButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  /** One letter, as shown. */
  keyName: string;
  name: string;
}

/** A control of the call bar: its name where there is room for it, its key always. */
export function BarButton({ icon, keyName, name, ...rest }: BarButtonProps) {
  return (
    <Button kind="bar" icon={icon} shown={keyName} ariaKey={keyName} title={name} {...rest}>
      <span className="max-xl:sr-only">{name}</span>
    </Button>
  );
}
