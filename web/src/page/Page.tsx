// A page that is drawn from one answer: its frame, what stands there until the answer comes or when it does not, and the answer,
// dimmed while another is on its way.
import type { ReactNode } from "react";
import { Skeleton } from "../ui/Skeleton.tsx";
import { Answered, type Asked } from "./Answered.tsx";
import type { Around } from "./Around.ts";
import { Content } from "./frame/Content.tsx";
import type { Shown } from "./frame/Shown.ts";

interface PageFrameProps<T> {
  around: Around;
  query: Asked<T>;
  skeleton?: ReactNode;
  actions?: ReactNode;
  children: (answer: T) => ReactNode;
}

export function Page<T extends Shown>({ around, query, skeleton, actions, children }: PageFrameProps<T>) {
  return (
    <Content shown={query.data ?? null} actions={actions}>
      <Answered around={around} query={query} skeleton={skeleton ?? <Skeleton className="h-[36rem] w-full rounded-xl" />}>
        {children}
      </Answered>
    </Content>
  );
}
