// The program starts, and its first page reaches every kind of reader.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axe, isQuiet, openPage, picture, startHeard, transferred } from "../harness.mjs";

test("the first page opens on phone and laptop, with scripts and without", async (t) => {
  const heard = await startHeard();
  for (const device of ["phone", "laptop"]) {
    for (const scripts of [true, false]) {
      await t.test(`${device}, ${scripts ? "with" : "without"} scripts`, async () => {
        const page = await openPage({ device, scripts });
        const answer = await page.goto(heard.address);
        assert.equal(answer.status(), 200);
        assert.ok(transferred(page) < 120_000, `the page weighs ${transferred(page)} bytes`);
        await axe(page);
        isQuiet(page);
        await picture(page, `start-${device}-${scripts ? "scripts" : "plain"}`);
      });
    }
  }
});
