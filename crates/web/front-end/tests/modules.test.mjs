import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { threePresses } from '../../assets/leave.js';
import { holds, lengthOf, say } from '../../assets/report.js';
import { leadingZeros, readWork, search, sha256 } from '../../assets/work.js';
import { matches, moveTo } from '../../assets/desk.js';

test('three presses of one key in time, and no others, leave the page', () => {
  const pressed = threePresses(1500);
  assert.deepEqual([0, 700, 1500].map((now) => pressed('Escape', now)), [false, false, true]);
  assert.deepEqual([2000, 2100, 3600].map((now) => pressed('Escape', now)), [false, false, false], 'the first is too long ago');
  const mixed = threePresses(1500);
  assert.deepEqual(['Shift', 'Escape', 'Shift', 'Shift', 'Shift'].map((key, at) => mixed(key, at)), [false, false, false, false, true]);
});

test('a condition holds for one of its values, or for any answer when it names none', () => {
  const answers = { when: ['about'], strand: ['religion', 'race'], empty: [''] };
  const chosen = (question) => answers[question] ?? [];
  assert.equal(holds('when=exact|about', chosen), true);
  assert.equal(holds('when=exact', chosen), false);
  assert.equal(holds('strand=race', chosen), true);
  assert.equal(holds('strand', chosen), true);
  assert.equal(holds('empty', chosen), false);
  assert.equal(holds('missing=x', chosen), false);
});

test('places in a text are filled, with the digits of its language', () => {
  assert.equal(say('Step {step} of {steps}', { step: 2, steps: 8 }, 'en'), 'Step 2 of 8');
  assert.equal(say('{left}', { left: 1200 }, 'en'), '1,200');
  assert.match(say('{step}', { step: 3 }, 'ar-EG'), /٣/);
  assert.equal(say('{other}', {}, 'en'), '{other}');
});

test('a letter outside the basic plane counts once', () => assert.equal(lengthOf('a😀ب'), 3));

test('SHA-256 agrees with another implementation at every length around a block', () => {
  for (let length = 0; length < 140; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, at) => (at * 7 + length) & 255);
    const ours = [...sha256(bytes)].map((word) => word.toString(16).padStart(8, '0')).join('');
    assert.equal(ours, createHash('sha256').update(bytes).digest('hex'));
  }
});

test('zero bits are counted across words', () => {
  assert.equal(leadingZeros([0, 0x00800000]), 40);
  assert.equal(leadingZeros([0x80000000]), 0);
  assert.equal(leadingZeros(new Uint32Array(8)), 256);
});

test('the answer found is the smallest one', () => {
  const zeros = (answer) => {
    const [first, second] = createHash('sha256').update(`challenge${answer}`).digest();
    return Math.clz32((first << 8) | second) - 16;
  };
  const answer = search('challenge', 10, 0, 1e6);
  assert.ok(zeros(answer) >= 10);
  for (let earlier = 0; earlier < answer; earlier += 1) assert.ok(zeros(earlier) < 10);
  assert.equal(search('challenge', 10, 0, answer), null);
});

test('work is read at its last colon, and nonsense is refused', () => {
  assert.deepEqual(readWork('a:b:18'), { challenge: 'a:b', bits: 18 });
  for (const text of ['', 'abc', ':18', 'a:', 'a:-1', 'a:99', 'a:1.5']) assert.equal(readWork(text), null, text);
});

test('moving in a list stops at its ends', () => {
  assert.equal(moveTo(-1, 1, 3), 0);
  assert.equal(moveTo(-1, -1, 3), 2);
  assert.equal(moveTo(2, 1, 3), 2);
  assert.equal(moveTo(0, 1, 0), -1);
});

test('searching ignores case, accents and Arabic vowel signs, and wants every word', () => {
  assert.ok(matches('Café abuse', 'cafe'));
  assert.ok(matches('اِعتِداء', 'اعتداء'));
  assert.ok(!matches('Assault', 'assault knife'));
});
