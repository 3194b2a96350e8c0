// Light, dark, or as the system has it.
import { type LucideIcon, Monitor, Moon, Sun } from "lucide-react";
import { Choice, ChoiceGroup } from "../../ui/Choice.tsx";
import { type Theme, THEMES, useTheme } from "../../ui/theme.ts";

const LOOKS: Record<Theme, { Icon: LucideIcon; name: string }> = {
  system: { Icon: Monitor, name: "As the system has it" },
  light: { Icon: Sun, name: "Light" },
  dark: { Icon: Moon, name: "Dark" },
};

export function ThemeSwitch() {
  const [chosen, choose] = useTheme();
  return (
    <ChoiceGroup label="Theme">
      {THEMES.map((theme) => {
        const { Icon, name } = LOOKS[theme];
        return (
          <Choice
            key={theme}
            pressed={theme === chosen}
            aria-label={name}
            title={name}
            onClick={() => {
              choose(theme);
            }}
          >
            <Icon aria-hidden className="size-3.5" />
          </Choice>
        );
      })}
    </ChoiceGroup>
  );
}
