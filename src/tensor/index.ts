/** Contact with TensorFlow.js tensors: who owns them, how they are read, how gradients are taken. */
export { detach } from './detach';
export { valueAndGradients } from './gradients';
export type { NamedVariable, ValueAndGradients } from './gradients';
export { fromHostTensor, tensorDType, toHostTensor } from './host';
export { refuseLabelsFirst } from './labels-first';
export { oneHot } from './one-hot';
export { disposeTensors, isTensor, isVariable, mapTensors, tensorsIn } from './ownership';
export { hasFastKernels, readArray, readScalar, readsAreCopies } from './readback';
export type { TensorData } from './readback';
export { checkRank, checkSameShape, checkShape, formatShape, sameShape } from './shapes';
export { registerWasmKernels } from './wasm-kernels';
