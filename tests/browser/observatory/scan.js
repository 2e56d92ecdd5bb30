// The marks of pages: node scan.js HOST HTTP_PORT HTTPS_PORT COOKIE PATH... prints a JSON object of
// path to {score, grade, failed}. As the package's own scan, which takes no ports.
import { ALL_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const [host, httpPort, httpsPort, cookie, ...paths] = process.argv.slice(2);
const headers = ["Accept: text/html", ...(cookie ? [`Cookie: ${cookie}`] : [])];

const marks = async (path) => {
  const told = await retrieve(host, { httpPort: +httpPort, httpsPort: +httpsPort, path, headers });
  const results = ALL_TESTS.map((test) => test(told));
  const points = results.map(({ result }) => getScoreModifier(result));
  const sum = (numbers) => numbers.reduce((one, other) => one + other, 100);
  const bare = sum(points.filter((number) => number < 0));
  return {
    status: told.responses.auto?.status,
    ...getGradeForScore(bare >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? sum(points) : bare),
    failed: results.filter(({ pass }) => !pass).map(({ constructor, result }) => [constructor.name, result]),
    points: Object.fromEntries(results.map(({ constructor }, n) => [constructor.name, points[n]])),
  };
};

const told = {};
for (const path of paths) told[path] = await marks(path);
console.log(JSON.stringify(told));
