// A bucket's baseline: a mark across its bar, and a pale body where the baseline is above the cost, which is the saving.

interface BaselineMarkProps {
  x?: number | undefined;
  y?: number | undefined;
  width?: number | undefined;
  height?: number | undefined;
}

const OVERHANG = 2;

export function BaselineMark({ x = 0, y = 0, width = 0, height = 0 }: BaselineMarkProps) {
  if (height <= 0) return null;
  return (
    <g>
      <rect x={x} y={y} width={width} height={height} fill="var(--baseline)" opacity={0.14} />
      <rect x={x - OVERHANG} y={y - 1} width={width + 2 * OVERHANG} height={2} rx={1} fill="var(--baseline-mark)" />
    </g>
  );
}
