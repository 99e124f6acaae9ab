import { Component, type ReactNode } from "react";
import { ErrorNote } from "~/components/states/ErrorNote";

type State = { error: Error | null };

/** Catches what fails inside while it is drawn, and offers to draw it again. Panels and pages have one each. */
export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return <ErrorNote error={error} onRetry={() => this.setState({ error: null })} />;
  }
}
