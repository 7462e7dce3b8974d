import icon from '../theme/icon.svg';

/** The hub's mark. */
export function Brand({ size = 28 }: { readonly size?: number }) {
  return <img src={icon} width={size} height={size} alt="Tocsin" />;
}
