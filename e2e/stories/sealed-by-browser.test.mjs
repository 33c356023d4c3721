// What scripts add to telling: the report is locked on the reporter's device, and what is sent shows nothing of it.

import assert from "node:assert/strict";
import { before, test } from "node:test";

import { axe, isQuiet, look, openPage, picture, startHeard } from "../harness.mjs";
import * as people from "../people.mjs";

const send = "form#report button:not([type])";
const next = ".steps .button:not(.secondary)";

let heard;
let caseworker;

before(async () => {
  heard = await startHeard();
  caseworker = await openPage();
  await people.moveIn(caseworker, heard, "Listening Ear", "Maryam Okafor", { "Tom Fletcher": "caseworker" });
  await people.signIn(caseworker, heard, "Tom Fletcher");
});

/** How many reports have come so far. */
async function reportsSoFar() {
  const [reports] = await people.deskFigures(caseworker, heard, "unit=reports&rows=stage&series=own");
  return reports.base.value;
}

/** Everything that a page sends from now on, as the wire would show it. */
function overheard(page) {
  const sent = [];
  page.on("request", (request) => sent.push({ url: request.url(), method: request.method(), body: request.postData() ?? "" }));
  return sent;
}

async function tell(page, story, language = "en") {
  await page.goto(`${heard.address}/${language}/report`);
  await page.fill("#story", story);
  while (await page.locator(next).isVisible()) await page.click(next);
}

/** Waits until the page says that it locks on this device. */
async function ready(page) {
  const line = page.locator("[data-step-end] [data-sealed-here]");
  const text = await line.getAttribute("data-sealed-here");
  await page.waitForFunction(
    ([selector, wanted]) => document.querySelector(selector).textContent === wanted,
    ["[data-step-end] [data-sealed-here]", text],
  );
}

/** What a colleague reads of the newest report whose story has these words, and where it was locked. */
async function readAtDesk(words) {
  await caseworker.goto(`${heard.address}/en/desk/search`);
  await caseworker.fill("#words", words);
  await caseworker.press("#words", "Enter");
  await caseworker.waitForSelector("ul.items .item");
  await people.press(caseworker, "ul.items .item a");
  return caseworker.locator("article.card").first().innerText();
}

for (const [language, device, story] of [
  ["en", "laptop", "Quokka seventeen shouted at the bus stop."],
  ["ur", "phone", "ایک اجنبی نے بس میں گالی دی، شتر مرغ سترہ۔"],
]) {
  test(`a report is locked before it leaves, in ${language} on a ${device}`, async () => {
    const page = await openPage({ device, locale: language });
    const sent = overheard(page);
    await tell(page, story, language);
    await ready(page);
    await look(page, `sealed-${language}-send`);
    const words = await people.send(page);
    assert.equal(words.length, 7);
    assert.ok(words.every((word) => /^[a-z-]+$/.test(word)), "the words are there");
    await look(page, `sealed-${language}-receipt`, { dark: true });

    const posted = sent.filter(({ method }) => method === "POST");
    assert.deepEqual(posted.map(({ url }) => new URL(url).pathname), [`/${language}/report/sealed`]);
    const wire = sent.map(({ url, body }) => `${decodeURIComponent(url)}\n${decodeURIComponent(body.replaceAll("+", " "))}`).join("\n");
    for (const part of story.split(/[ .،۔]+/).filter((part) => part.length > 3)) assert.ok(!wire.includes(part), `${part} was sent`);
    assert.ok(!wire.includes(words.slice(0, 2).join(" ")), "the secret words were sent");

    // A word that is asked back is compared in the page.
    const asked = sent.length;
    await page.fill("#asked-back", "nonsense");
    await page.locator("main form button").click();
    await page.locator("main form .notice.bad").waitFor();
    for (const word of words) {
      await page.fill("#asked-back", word);
      await page.locator("main form button").click();
      if (await page.locator("main form .notice.good").count()) break;
    }
    assert.equal(await page.locator("main form .notice.good").count(), 1);
    assert.equal(sent.length, asked, "a word was sent");
    isQuiet(page);

    assert.match(await readAtDesk(story.split(" ").slice(0, 2).join(" ")), /own device/);
    assert.ok((await caseworker.locator("article.card").first().innerText()).includes(story));

    await people.comeBack(page, heard, words, language);
    assert.ok((await people.steps(page)).length > 2, "the words lead back");
  });
}

test("only the report page may run a module, and no page may make scripts of text", async () => {
  const page = await openPage();
  for (const path of ["", "report", "figures", "status", "ledger", "desk/sign-in"]) {
    const answer = await page.goto(`${heard.address}/en/${path}`);
    const policy = (await answer.allHeaders())["content-security-policy"];
    assert.equal(policy.includes("'wasm-unsafe-eval'"), path === "report", path);
    assert.ok(!policy.includes("'unsafe-eval'") && !policy.includes("'unsafe-inline'"), path);
  }
});

test("the module is small and comes when the page can be used already", async () => {
  const page = await openPage({ device: "phone" });
  await page.goto(`${heard.address}/en/report`);
  await ready(page);
  const times = await page.evaluate(() => {
    const [module] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/seal.wasm"));
    const [page] = performance.getEntriesByType("navigation");
    const [guide] = performance.getEntriesByType("resource").filter(({ name }) => name.endsWith("/report/guide"));
    return {
      asked: module.startTime,
      usable: page.domContentLoadedEventEnd,
      bytes: module.encodedBodySize,
      guide: guide.encodedBodySize,
    };
  });
  assert.ok(times.asked >= times.usable, "it was asked for before the page could be used");
  assert.ok(times.bytes > 10_000 && times.bytes <= 120 * 1024, `${times.bytes} bytes`);
  assert.ok(times.guide > 0 && times.guide <= 16 * 1024, `${times.guide} bytes`);
  console.log(`the module took ${times.bytes} bytes, the guide ${times.guide}`);
});

test("a module that was altered on the way does not run; the report is locked on arrival and says so", async () => {
  const page = await openPage();
  await page.context().route("**/seal.wasm", async (route) => {
    const answer = await route.fetch();
    const body = Buffer.from(await answer.body());
    body[body.length - 1] ^= 1;
    const headers = { ...answer.headers() };
    delete headers["content-encoding"];
    delete headers["content-length"];
    await route.fulfill({ status: 200, headers, body });
  });
  const sent = overheard(page);
  await tell(page, "Wombat twelve was told through an altered module.");
  await page.click(send);
  await page.waitForSelector("#receipt-words");
  const posted = sent.filter(({ method }) => method === "POST").map(({ url }) => new URL(url).pathname);
  assert.deepEqual(posted, ["/en/report"]);
  assert.match(await readAtDesk("Wombat twelve"), /Locked on arrival/);
});

test("without scripts the report is locked on arrival and says so", async () => {
  const page = await openPage({ scripts: false });
  await page.goto(`${heard.address}/en/report`);
  await page.fill("#story", "Platypus four was told without scripts.");
  await people.send(page);
  assert.match(await readAtDesk("Platypus four"), /Locked on arrival/);
});

test("when the answer is lost, sending again makes no second report", async () => {
  const page = await openPage();
  const earlier = await reportsSoFar();
  await tell(page, "Echidna nine pressed Send on a train.");
  await ready(page);
  let lost = 0;
  await page.context().route("**/report/sealed", async (route) => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch(); // it arrives, and the answer doesn't
    return route.abort();
  });
  await page.click(send);
  await page.locator("#notice").waitFor();
  assert.equal(await page.inputValue("#story"), "Echidna nine pressed Send on a train.");
  await axe(page); // not `look`: the browser complains of the lost answer
  await picture(page, "sealed-unreached");
  assert.equal((await people.send(page)).length, 7);
  assert.equal(await reportsSoFar(), earlier + 1);
  assert.equal(lost, 1);
});

test("what needs mending is told in the page and nothing is sent", async () => {
  const page = await openPage({ device: "phone" });
  await page.goto(`${heard.address}/en/report`);
  await ready(page);
  const sent = overheard(page);
  while (await page.locator(next).isVisible()) await page.click(next);
  await page.click(send);
  await page.locator(".error-summary").waitFor();
  assert.deepEqual(sent.filter(({ method }) => method === "POST"), []);
  await look(page, "sealed-mistakes", { dark: true });
  await page.locator(".error-summary a").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "story");
  await page.fill("#story", "Numbat three.");
  while (await page.locator(next).isVisible()) await page.click(next);
  assert.equal((await people.send(page)).length, 7);
  assert.equal(await page.locator(".error-summary, #notice").count(), 0);
});

test("an operator can compare what the site runs with the ledger", async () => {
  const { code, out } = await heard.run(["verify", "--format", "json", "--site", heard.address]);
  const told = JSON.parse(out);
  assert.equal(code, 0, out);
  assert.equal(told["what differs at the site"], "nothing");
  assert.ok(Number(told["files of the site as named"]) >= 5);
});
