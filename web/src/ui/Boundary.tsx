// What is left standing when something on the page throws: a note instead of an empty window.
import { Component, type ReactNode } from "react";
import { ErrorNote } from "./ErrorNote.tsx";

interface BoundaryState {
  error: Error | null;
}

export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: null };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error("Something was thrown that is not an error.") };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    const reload = () => {
      window.location.reload();
    };
    return (
      <main className="mx-auto max-w-lg p-6 pt-24">
        <ErrorNote error={error} onRetry={reload} />
      </main>
    );
  }
}
