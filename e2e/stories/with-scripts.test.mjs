// What scripts add to the report page and the desk: less in sight at a time, keys, and a quick way out.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { axe, isQuiet, look, openPage, startHeard } from "../harness.mjs";
import * as people from "../people.mjs";

const send = "form#report button:not([type])";
const next = ".steps .button:not(.secondary)";
const back = ".steps .button.secondary";

let heard;
let caseworker;

before(async () => {
  heard = await startHeard();
  caseworker = await openPage();
  await people.moveIn(caseworker, heard, "Listening Ear", "Maryam Okafor", { "Tom Fletcher": "caseworker" });
  await people.signIn(caseworker, heard, "Tom Fletcher");
});

/** Goes on until the last section is in sight. */
async function toTheEnd(page) {
  while (await page.locator(next).isVisible()) await page.click(next);
}

/** Fails if the browser keeps anything of a reporter. */
async function keepsNothing(page) {
  assert.deepEqual(await page.context().cookies(), []);
  const kept = await page.evaluate(async () => ({
    local: globalThis.localStorage.length,
    session: globalThis.sessionStorage.length,
    databases: (await globalThis.indexedDB.databases()).length,
    caches: globalThis.caches ? (await globalThis.caches.keys()).length : 0,
    cookie: document.cookie,
  }));
  assert.deepEqual(kept, { local: 0, session: 0, databases: 0, caches: 0, cookie: "" });
}

/** How many reports have come so far. */
async function reportsSoFar() {
  const [reports] = await people.deskFigures(caseworker, heard, "unit=reports&rows=stage&series=own");
  return reports.base.value;
}

/** Presses Tab until what has the focus matches. */
async function tabTo(page, selector, most = 80) {
  for (let presses = 0; presses < most; presses += 1) {
    if (await page.evaluate((wanted) => Boolean(document.activeElement?.matches(wanted)), selector)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key doesn't reach ${selector}`);
}

for (const language of ["en", "ur"]) {
  test(`one section at a time, in ${language}`, async () => {
    const page = await openPage({ device: "phone", locale: language });
    await page.goto(`${heard.address}/${language}/report`);
    const sections = page.locator("[data-step]");
    const count = await sections.count();
    assert.ok(count > 4);
    const inSight = () => sections.evaluateAll((all) => all.flatMap((one, at) => (one.checkVisibility() ? [at] : [])));
    assert.deepEqual(await inSight(), [0]);
    assert.equal(await page.locator(back).isVisible(), false);
    assert.equal(await page.locator(send).isVisible(), false);
    await look(page, `scripts-${language}-01-first-section`, { dark: language === "ur" });
    await page.fill("#story", "Somebody shouted.");
    for (let step = 1; step < count; step += 1) {
      await page.click(next);
      assert.deepEqual(await inSight(), [step]);
      // The new section is announced: what has the focus names it.
      assert.ok(await page.evaluate(() => document.activeElement.closest("[data-step]:not([hidden])")));
      await axe(page);
    }
    assert.equal(await page.locator(send).isVisible(), true);
    assert.equal(await page.locator(next).isVisible(), false);
    await look(page, `scripts-${language}-02-last-section`);
    for (let step = count - 2; step >= 0; step -= 1) await page.click(back);
    assert.deepEqual(await inSight(), [0]);
    assert.equal(await page.inputValue("#story"), "Somebody shouted.");
    await keepsNothing(page);
    isQuiet(page);
  });
}

test("questions appear when they are needed, and what is hidden is not sent", async () => {
  const page = await openPage();
  await page.goto(`${heard.address}/en/report`);
  await page.fill("#story", "Somebody wrote under a picture of mine.");
  const seen = (name) => page.locator(`[name="${name}"]`).first().isVisible();
  await page.click(next);
  assert.equal(await seen("when-date-day"), false);
  await page.check('[name="when-kind"][value="exact"]');
  assert.equal(await seen("when-date-day"), true);
  await page.fill('[name="when-date-day"]', "31");
  await page.check('[name="when-kind"][value="today"]');
  assert.equal(await seen("when-date-day"), false);
  await page.click(next);
  assert.equal(await seen("platform"), false);
  await page.selectOption('[name="place-kind"]', "online");
  assert.equal(await seen("platform"), true);
  await page.selectOption('[name="platform"]', "facebook");
  await page.click(next);
  await page.click(next);
  assert.equal(await seen("religion"), false);
  await page.check('[name="strand"][value="religion"]');
  assert.equal(await seen("religion"), true);
  await page.check('[name="religion"][value="muslim"]');
  await page.uncheck('[name="strand"][value="religion"]');
  await axe(page);
  await toTheEnd(page);
  // The half-typed day and the religion were hidden again: neither stands in the way nor is told.
  await people.send(page);
  await keepsNothing(page);
  await page.goto(`${heard.address}/en/figures`);
  await keepsNothing(page);
  isQuiet(page);
});

for (const scripts of [true, false]) {
  test(`Send pressed twice makes one report, ${scripts ? "with" : "without"} scripts`, async () => {
    const page = await openPage({ scripts });
    const earlier = await reportsSoFar();
    await page.goto(`${heard.address}/en/report`);
    await page.fill("#story", "They pressed Send twice.");
    if (scripts) await toTheEnd(page);
    await page.dblclick(send);
    await page.waitForSelector("#receipt-words");
    await page.waitForLoadState("networkidle");
    assert.equal((await people.receiptWords(page)).length, 7);
    assert.equal(await reportsSoFar(), earlier + 1);
  });
}

test("the same form sent again later gives the same words and no second report", async () => {
  const page = await openPage();
  await page.goto(`${heard.address}/en/report`);
  const form = { form_token: await page.inputValue('[name="form_token"]'), story: "Sent again by a poor connection." };
  const earlier = await reportsSoFar();
  const words = [];
  for (let time = 0; time < 2; time += 1) {
    const answer = await page.request.post(`${heard.address}/en/report`, { form });
    words.push((await answer.text()).match(/<ol[^>]*id="receipt-words"[^]*?<\/ol>/)[0]);
  }
  assert.equal(words[0], words[1]);
  assert.equal(await reportsSoFar(), earlier + 1);
});

test("an empty story comes back with a summary that leads to it", async () => {
  const page = await openPage({ device: "phone" });
  const earlier = await reportsSoFar();
  await page.goto(`${heard.address}/en/report`);
  await page.click(next);
  await page.check('[name="when-kind"][value="exact"]');
  await page.fill('[name="when-date-day"]', "41");
  await page.fill('[name="when-date-month"]', "2");
  await page.fill('[name="when-date-year"]', "2026");
  await toTheEnd(page);
  await page.click(send);
  const summary = page.locator(".error-summary");
  await summary.waitFor();
  assert.equal(await summary.evaluate((element) => element === document.activeElement), true);
  await look(page, "scripts-mistakes");
  const links = summary.locator("a");
  assert.equal(await links.count(), 2);
  await links.nth(1).click();
  assert.equal(await page.evaluate(() => document.activeElement.name), "when-date-day");
  assert.equal(await page.inputValue('[name="when-date-day"]'), "41", "what was typed is lost");
  await links.nth(0).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "story");
  assert.equal(await page.locator("#story").getAttribute("aria-invalid"), "true");
  assert.equal(await reportsSoFar(), earlier);
  await keepsNothing(page);
});

test("at 320 pixels, which is 400 % zoom on a laptop, nothing runs off the side", async () => {
  const page = await openPage({ device: "phone" });
  await page.setViewportSize({ width: 320, height: 568 });
  const fits = async (what) => {
    const wide = await page.evaluate(() =>
      [document.documentElement, ...document.querySelectorAll("body *")]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 0 && (box.right > innerWidth + 1 || box.left < -1) && element.checkVisibility();
        })
        // A table that scrolls by itself, and what is only heard, may be wider.
        .filter((element) => !element.closest(".scroll, .said, .skip, .chart"))
        .map((element) => `${element.localName}.${element.className}`),
    );
    assert.deepEqual(wide, [], `${what} is too wide`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${what} scrolls sideways`);
  };
  for (const language of ["en", "ur"]) {
    for (const path of ["", "status", "figures", "how-we-count", "ledger", "leave", "desk/sign-in", "report"]) {
      await page.goto(`${heard.address}/${language}/${path}`);
      await fits(`${language}/${path}`);
    }
    await page.fill("#story", "W".repeat(300));
    for (;;) {
      await fits(`${language}/report`);
      if (!(await page.locator(next).isVisible())) break;
      await page.click(next);
    }
    await look(page, `scripts-${language}-320`);
    await people.send(page);
    await fits(`${language} receipt`);
  }
});

test("leaving takes the page out of the history and empties it", async (t) => {
  const ways = {
    "Esc three times": async (page) => {
      for (let press = 0; press < 3; press += 1) await page.keyboard.press("Escape");
    },
    "Shift three times": async (page) => {
      for (let press = 0; press < 3; press += 1) await page.keyboard.press("Shift");
    },
    "a click": (page) => page.click("[data-leave]"),
  };
  for (const [name, way] of Object.entries(ways)) {
    await t.test(name, async () => {
      const page = await openPage();
      await page.goto(`${heard.address}/en`);
      await page.goto(`${heard.address}/en/report`);
      await page.fill("#story", "He is in the next room.");
      const answer = page.waitForResponse(/\/leave$/);
      await way(page);
      assert.match((await (await answer).allHeaders())["clear-site-data"], /"cache".*"storage"/);
      await page.waitForURL(/\/leave$/);
      await page.waitForLoadState("load");
      assert.ok(!(await page.title()).includes("Heard"));
      assert.ok(!(await page.content()).includes("next room"));
      await page.goBack();
      assert.equal(new URL(page.url()).pathname, "/en", "the report page is still in the history");
      await page.goto(`${heard.address}/en/report`);
      assert.equal(await page.inputValue("#story"), "");
      await keepsNothing(page);
    });
  }
  await t.test("twice is not enough, nor thrice with pauses in another key", async () => {
    const page = await openPage();
    await page.goto(`${heard.address}/en/report`);
    for (const key of ["Escape", "Escape", "Shift", "Escape"]) await page.keyboard.press(key);
    await page.waitForTimeout(300);
    assert.match(page.url(), /\/report$/);
  });
  await t.test("going back to the form finds it empty", async () => {
    const page = await openPage();
    await page.goto(`${heard.address}/en/report`);
    await page.fill("#story", "He is in the next room.");
    await page.click('.topics a[href$="/figures"]');
    await page.waitForURL(/figures$/);
    await page.goBack();
    assert.match(page.url(), /\/report$/);
    assert.equal(await page.inputValue("#story"), "");
  });
});

test("the whole form from the keyboard", async () => {
  const page = await openPage();
  await page.goto(`${heard.address}/en/report`);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  await tabTo(page, "#story");
  await page.keyboard.type("Told without a mouse.");
  await tabTo(page, next);
  await page.keyboard.press("Enter");
  await tabTo(page, '[name="when-kind"]');
  await page.keyboard.press("Space");
  assert.equal(await page.locator('[name="when-kind"]').first().isChecked(), true);
  while (await page.locator(next).isVisible()) {
    await tabTo(page, next);
    await page.keyboard.press("Enter");
  }
  await tabTo(page, send);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#receipt-words");
  isQuiet(page);
});

test("the inbox from the keyboard", async () => {
  const page = caseworker;
  await page.goto(`${heard.address}/en/desk/inbox`);
  const rows = page.locator("ul.items .item");
  const count = await rows.count();
  assert.ok(count >= 3, `only ${count} reports`);
  const at = () =>
    page.evaluate(() => [...document.querySelectorAll("ul.items .item")].findIndex((row) => row.contains(document.activeElement)));
  await page.keyboard.press("j");
  assert.equal(await at(), 0);
  await page.keyboard.press("j");
  assert.equal(await at(), 1);
  await page.keyboard.press("x");
  assert.equal(await rows.nth(1).locator("input").isChecked(), true);
  await page.keyboard.press("k");
  assert.equal(await at(), 0);
  await page.keyboard.press("x");
  await page.keyboard.press("?");
  await page.waitForSelector("dialog#shortcuts[open]");
  await look(page, "scripts-desk-keys");
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog#shortcuts[open]").count(), 0);

  // Both chosen ones tell of the same happening.
  await people.press(page, 'button[name="do"][value="same"]');
  await page.goto(`${heard.address}/en/desk/inbox`);
  assert.equal(await rows.count(), count - 2);
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\/reports\//);
  assert.equal(await page.locator("article .story").first().isVisible(), true);
  await page.keyboard.press("g");
  await page.keyboard.press("n");
  await page.waitForURL(/\/desk\/incidents$/);
  assert.equal(await rows.count(), 1);
  await page.keyboard.press("g");
  await page.keyboard.press("s");
  await page.waitForURL(/\/desk\/search$/);
  await page.keyboard.press("/");
  await page.keyboard.type("Send twice");
  await page.keyboard.press("Enter");
  await page.waitForSelector("ul.items .item");
  await look(page, "scripts-desk-search");
  // Nothing that is typed into a box is taken for a shortcut.
  await page.focus("#words");
  await page.keyboard.type("gi?jx");
  assert.match(await page.inputValue("#words"), /gi\?jx/);
});
