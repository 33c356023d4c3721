// The program starts, and its first page reaches every kind of reader.

import assert from "node:assert/strict";
import { test } from "node:test";

import { axe, isQuiet, openPage, picture, startHeard, transferred } from "../harness.mjs";
import * as people from "../people.mjs";

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

test("public pages keep to what a slow connection can carry", async (t) => {
  const heard = await startHeard();
  const mover = await openPage();
  await mover.goto(await people.firstRunLink(heard));
  await people.found(mover, "Listening Ear", "Maryam Okafor");
  for (const language of ["en", "ur", "ar"]) {
    await t.test(language, async () => {
      for (const path of ["", "report", "status", "figures", "how-we-count", "ledger"]) {
        const page = await openPage({ device: "phone", locale: language });
        // What seals comes when the page can be used already; sealed-by-browser.test.mjs weighs it.
        await page.context().route(/\/(seal\.wasm|report\/guide)$/, (route) => route.abort());
        await page.goto(`${heard.address}/${language}/${path}`);
        // Fonts are asked for only when the page is drawn.
        await page.evaluate(() => document.fonts.ready);
        await page.waitForLoadState("networkidle");
        const most = path === "report" ? 60_000 : 120_000;
        assert.ok(transferred(page) <= most, `${language}/${path} weighs ${transferred(page)} bytes`);
        await page.context().close();
      }
    });
  }
});
