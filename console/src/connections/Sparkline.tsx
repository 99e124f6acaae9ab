import classes from "./Connections.module.css";

const [WIDTH, HEIGHT] = [120, 20];

/** A small plot inside a row: one bar a value, the highest as high as the row; `label` says it in words. */
export function Sparkline({ values, label }: { values: readonly number[]; label: string }) {
  const most = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length);
  return (
    <svg
      className={classes.spark}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
    >
      <line x1={0} x2={WIDTH} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {values.map((value, at) => {
        const height = value === 0 ? 0 : Math.max(1.5, (value / most) * (HEIGHT - 2));
        return (
          // The place is what a bar is: bars have no other name.
          <rect
            key={at}
            x={at * step}
            y={HEIGHT - 1 - height}
            width={Math.max(1, step - 0.6)}
            height={height}
          />
        );
      })}
    </svg>
  );
}
