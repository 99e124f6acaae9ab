import { describe, expect, it } from "vitest";
import { list, searchOf, text } from "~/search";
import { addressOf, sameAddress, searchOfAddress } from "./address";

const validate = searchOf({ status: list(["incident", "failed"]), q: text, cursor: text, view: text });

describe("the address of a view", () => {
  it("has the filters, in one order, without where a page begins", () => {
    const search = { q: "сервіс 503", status: ["incident", "failed"], cursor: "x", view: "y" };
    const address = addressOf(search);
    expect(address).toMatch(/^q=.*&status=incident,failed$/);
    // What the service takes: nothing but a query.
    expect(address).toMatch(/^[A-Za-z0-9._~%:@!$&'()*+,;=-]*$/);
    expect(searchOfAddress(address, validate)).toEqual({ q: "сервіс 503", status: ["incident", "failed"] });
    expect(addressOf({})).toBe("");
  });

  it("is the same however it is written", () => {
    expect(sameAddress("status=failed,incident&q=a", "q=a&status=incident,failed", validate)).toBe(true);
    expect(sameAddress("status=failed", "", validate)).toBe(false);
    // A filter the page does not know any more changes nothing.
    expect(sameAddress("gone=1", "", validate)).toBe(true);
  });
});
