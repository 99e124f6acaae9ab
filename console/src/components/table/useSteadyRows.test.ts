import { act, renderHook } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { useSteadyRows } from "./useSteadyRows";

type Row = { id: string; status: string };
const rows = (...texts: string[]): Row[] =>
  texts.map((text) => {
    const [id = "", status = ""] = text.split(":");
    return { id, status };
  });

function steady(first: Row[] | undefined) {
  return renderHook(({ page, read }) => useSteadyRows<Row>(page, read, (row) => row.id), {
    initialProps: { page: "a", read: first },
  });
}

describe("steady rows", () => {
  it("change their cells and keep their places", () => {
    const { result, rerender } = steady(rows("2:running", "1:done"));
    rerender({ page: "a", read: rows("3:queued", "2:done", "1:done") });
    expect(result.current.rows).toEqual(rows("2:done", "1:done"));
    expect(result.current.fresh).toBe(1);
    act(() => result.current.showFresh());
    expect(result.current.rows.map(({ id }) => id)).toEqual(["3", "2", "1"]);
    expect(result.current.fresh).toBe(0);
  });

  it("stay where they left the filter, and say so", () => {
    const { result, rerender } = steady(rows("2:running", "1:running"));
    rerender({ page: "a", read: rows("1:running") });
    expect(result.current.rows).toEqual(rows("2:running", "1:running"));
    expect([...result.current.gone]).toEqual(["2"]);
  });

  it("begin anew with other filters, and appear at once in an empty list", () => {
    const { result, rerender } = steady([]);
    expect(result.current.rows).toEqual([]);
    rerender({ page: "a", read: rows("1:done") });
    expect(result.current.rows).toEqual(rows("1:done"));
    rerender({ page: "b", read: undefined });
    expect(result.current.rows).toEqual([]);
    rerender({ page: "b", read: rows("9:done") });
    expect(result.current.rows).toEqual(rows("9:done"));
  });
});
