import { useTheme, type Theme } from '../data/theme';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Menu, MenuChoice } from '../ui/menu';

const THEMES: readonly { readonly value: Theme; readonly text: string }[] = [
  { value: 'system', text: 'As the system' },
  { value: 'light', text: 'Light' },
  { value: 'dark', text: 'Dark' },
];

export function ThemeMenu() {
  const [theme, choose] = useTheme();
  return (
    <Menu
      trigger={
        <Button look="quiet" isSquare aria-label="Theme">
          <Icon name="theme" />
        </Button>
      }
    >
      <MenuChoice label="Theme" value={theme} choices={THEMES} onChange={choose} />
    </Menu>
  );
}
