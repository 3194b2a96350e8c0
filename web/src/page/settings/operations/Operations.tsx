// What runs by itself, and what it could not count.
import type { SectionProps } from "../SectionProps.ts";
import { Jobs } from "./Jobs.tsx";
import { Letters } from "./Letters.tsx";

export function Operations(props: SectionProps) {
  return (
    <>
      <Jobs {...props} />
      <Letters {...props} />
    </>
  );
}
