import { UnstyledButton } from "@mantine/core";
import classes from "./Toggles.module.css";

/**
 * A few filters of which one holds; none pressed where the address asks for something else. `count` where the service
 * has one.
 */
export function Toggles<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value | null;
  options: readonly { value: Value; label: string; count?: string }[];
  onChange: (value: Value) => void;
}) {
  return (
    <div className={classes.toggles} role="group" aria-label={label}>
      {options.map((option) => (
        <UnstyledButton
          key={option.value}
          className={classes.toggle}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className={classes.count}>{option.count}</span>}
        </UnstyledButton>
      ))}
    </div>
  );
}
