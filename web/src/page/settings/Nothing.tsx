// What stands in a card where its table would have no rows.
import type { ComponentProps } from "react";
import { Empty } from "../../ui/Empty.tsx";

export function Nothing(props: Omit<ComponentProps<typeof Empty>, "className">) {
  return <Empty {...props} className="mx-4 mb-4 min-h-40 sm:mx-5 sm:mb-5" />;
}
