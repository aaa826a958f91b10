import styles from './icon.module.css';

/** Lines in a square of 16, drawn with the colour of the text. */
const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  copy: 'M5.5 5.5V3h7.5v7.5h-2.5M3 5.5h7.5V13H3z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.5v9L12.5 8z',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.5 10.5 14 14',
  chevronDown: 'M4 6l4 4 4-4',
  chevronRight: 'M6 4l4 4-4 4',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.5v3.5M8 12h.01',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  person: 'M8 8a2.75 2.75 0 1 0 0-5.5A2.75 2.75 0 0 0 8 8zM2.75 14c.6-2.6 2.6-4 5.25-4s4.650 1.400 5.250 4',
  retry: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.500v3h-3',
  sort: 'M5 3v10M2.500 10.500 5 13l2.500-2.500M11 13V3M8.500 5.500 11 3l2.500 2.500',
  plus: 'M8 3v10M3 8h10',
  process:
    'M4.500 4.500h7v7h-7zM6.500 2v2.500M9.500 2v2.500M6.500 11.500V14M9.500 11.500V14M2 6.500h2.500M2 9.500h2.500M11.500 6.500H14M11.500 9.500H14',
  remote: 'M4.500 12.500a2.750 2.750 0 0 1-.300-5.480 4 4 0 0 1 7.650-.700 3.100 3.100 0 0 1-.350 6.180z',
  skill: 'M8 2l1.800 3.700 4 .550-2.900 2.850.700 4.050L8 11.250l-3.600 1.900.700-4.050L2.200 6.250l4-.550z',
  table: 'M2.500 3.500h11v9h-11zM2.500 6.500h11M2.500 9.500h11M6.500 3.500v9',
  chart: 'M2.500 2.500v11h11M5 10l2.500-3 2 1.500L13 4.500',
  up: 'M8 13V3.500M4 7.500l4-4 4 4',
  pool: 'M2.5 5 8 2.5 13.5 5 8 7.5zM2.5 8 8 10.5 13.5 8M2.5 11 8 13.5 13.5 11',
  unplugged: 'M6 2.5v2.5M10 2.5v2.5M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5v2.5M2 14 14 2',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5M8 10v1.5',
  key: 'M5.5 13.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM7.6 8.4 13.5 2.5M11 5l2 2',
  nowhere: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM10.5 5.5 9 9l-3.5 1.5L7 7z',
} as const;

export type IconName = keyof typeof PATHS;

/** A picture for the eye; what it stands for is said by the text or label beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
