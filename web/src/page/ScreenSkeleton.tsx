// The first screen's shape while its figures are on their way.
import { Card } from "../ui/Card.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";

export function ScreenSkeleton() {
  return (
    <main className="mx-auto w-full max-w-[86rem] space-y-4 px-3 pt-16 sm:px-6">
      <FiguresSkeleton />
    </main>
  );
}

export function FiguresSkeleton() {
  return (
    <div className="space-y-4" role="status" aria-label="Loading the figures">
      <Card>
        <Skeleton className="h-4 w-32" />
        <Skeleton className="mt-3 h-12 w-72 max-w-full" />
        <Skeleton className="mt-3 h-4 w-56" />
      </Card>
      <div className="grid grid-cols-1 gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Card>
          <Skeleton className="h-96 w-full" />
        </Card>
        <Card>
          <Skeleton className="h-96 w-full" />
        </Card>
      </div>
      <Card>
        <Skeleton className="h-48 w-full" />
      </Card>
    </div>
  );
}
