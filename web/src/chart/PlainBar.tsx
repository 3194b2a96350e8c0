// A bar as one rectangle. The library's own shape carries animations that nothing here uses, and costs most of a chart's time.
import type { BarShapeProps } from "recharts";

export function PlainBar({ x, y, width, height, fill }: BarShapeProps) {
  // A sum below zero grows downwards, with a negative height.
  const top = height < 0 ? y + height : y;
  return width > 0 && height !== 0 ? <rect x={x} y={top} width={width} height={Math.abs(height)} fill={fill} /> : null;
}
