import type { Markup } from './markup';
import { markup } from './markup';
import { formatShare } from './number-format';
import { pictureUri } from './picture';
import type { Picture } from './picture';
import type { Predictions, ShownPrediction, TaggedPicture } from './report-data';
import type { StepName } from './step-name';

/** Pictures with what they are and what they were taken for; mistakes are marked. */
export async function predictionCards({ shown, step }: Predictions, stepName: StepName): Promise<Markup> {
  const wrong = shown.filter((each) => !isRight(each)).length;
  return markup`<p class="lead">${shown.length} examples at ${stepName(step)}; ${wrong === 0 ? 'all are right' : `${wrong} ${wrong === 1 ? 'is' : 'are'} wrong`}.</p>
<ul class="cards">${await Promise.all(shown.map(card))}</ul>
`;
}

/** Pictures that were logged under a tag, the newest of each. */
export async function pictureCards(pictures: readonly TaggedPicture[], stepName: StepName): Promise<Markup> {
  const cards = pictures.map(async ({ tag, step, picture }) => markup`<li class="card">${await image(picture, tag)}<p><b>${tag}</b><small>${stepName(step)}</small></p></li>`);
  return markup`<ul class="cards">${await Promise.all(cards)}</ul>
`;
}

async function card(prediction: ShownPrediction): Promise<Markup> {
  const { picture, trueClass, predictedClass, probability } = prediction;
  const right = isRight(prediction);
  const share = probability !== null && markup` <span class="n">${formatShare(probability)}</span>`;
  return markup`<li class="card${!right && ' wrong'}">${picture !== null && (await image(picture, trueClass))}<p><b>${predictedClass}</b>${share}${!right && markup`<small>wrong: is ${trueClass}</small>`}</p></li>`;
}

async function image(picture: Picture, alt: string): Promise<Markup> {
  const uri = await pictureUri(picture);
  if (uri === undefined) return markup`<span class="picture"></span>`;
  const [height = 0, width = 0, channels] = picture.shape;
  const isSmall = channels !== undefined && Math.max(height, width) <= 64;
  return markup`<img class="picture${isSmall && ' pixels'}" src="${uri}" alt="${alt}"${channels !== undefined && markup` width="${width}" height="${height}"`}>`;
}

function isRight({ trueClass, predictedClass }: ShownPrediction): boolean {
  return trueClass === predictedClass;
}
