import { expect, it } from "vitest";
import { questionOf } from "./say";

it("asks what the section's file asks, once, and says the rest under it", () => {
  expect(questionOf("Delete ann? In Webitel user 7 goes.")).toEqual({
    title: "Delete ann?",
    body: "In Webitel user 7 goes.",
  });
  expect(questionOf("Take the role away?")).toEqual({ title: "Take the role away?" });
  expect(questionOf("It goes on both sides.")).toEqual({ body: "It goes on both sides." });
  expect(questionOf(undefined)).toEqual({});
});
