// Adam in one pass over memory. The _foreach_ operators read and write every state tensor several times; on a CPU the step is bound
// by memory and that is most of its time.

#include <ATen/TensorIterator.h>
#include <c10/core/GradMode.h>

#include <cmath>

#include "boundary.h"

namespace {

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define LUCARNE_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LUCARNE_VECTOR_CLONES
#endif

LUCARNE_VECTOR_CLONES
void dense(float* parameter, float* mean, float* square, const float* gradient, int64_t count, LtAdam adam) {
  const float keep = static_cast<float>(adam.keep), decay = static_cast<float>(adam.decay);
  const float beta1 = static_cast<float>(adam.beta1), beta2 = static_cast<float>(adam.beta2);
  const float rest1 = static_cast<float>(1 - adam.beta1), rest2 = static_cast<float>(1 - adam.beta2);
  const float epsilon = static_cast<float>(adam.epsilon), step = static_cast<float>(adam.step);
  for (int64_t i = 0; i < count; i++) {
    const float g = gradient[i] + decay * parameter[i];
    const float m = beta1 * mean[i] + rest1 * g;
    const float v = beta2 * square[i] + rest2 * g * g;
    mean[i] = m;
    square[i] = v;
    parameter[i] = keep * parameter[i] - step * m / (std::sqrt(v) + epsilon);
  }
}

template <class T>
T& at(char* data, int64_t stride, int64_t i) {
  return *reinterpret_cast<T*>(data + i * stride);
}

// Any layout, one element at a time: a gradient may lie in memory otherwise than its parameter.
void strided(char** data, const int64_t* strides, int64_t count, const LtAdam& adam) {
  for (int64_t i = 0; i < count; i++) {
    dense(&at<float>(data[0], strides[0], i), &at<float>(data[1], strides[1], i), &at<float>(data[2], strides[2], i),
          &at<float>(data[3], strides[3], i), 1, adam);
  }
}

void update(const at::Tensor& parameter, const at::Tensor& mean, const at::Tensor& square, const at::Tensor& gradient, const LtAdam& adam) {
  auto iterator = at::TensorIteratorConfig()
                      .set_check_mem_overlap(false)
                      .resize_outputs(false)
                      .add_output(parameter)
                      .add_output(mean)
                      .add_output(square)
                      .add_input(gradient)
                      .build();
  iterator.for_each([&adam](char** data, const int64_t* strides, int64_t count) {
    constexpr int64_t size = sizeof(float);
    if (strides[0] == size && strides[1] == size && strides[2] == size && strides[3] == size)
      dense(reinterpret_cast<float*>(data[0]), reinterpret_cast<float*>(data[1]), reinterpret_cast<float*>(data[2]),
            reinterpret_cast<const float*>(data[3]), count, adam);
    else
      strided(data, strides, count, adam);
  });
}

}  // namespace

LT_API int lt_adam(const LtTensor* parameters, const LtTensor* means, const LtTensor* squares, const LtTensor* gradients, int count,
                   LtAdam adam) {
  return lucarne::guarded([&] {
    const at::AutoGradMode still(false);
    for (int i = 0; i < count; i++) {
      const auto parameter = lucarne::from_handle(parameters[i]);
      const auto gradient = lucarne::from_handle(gradients[i]);
      if (!parameter.device().is_cpu() || parameter.scalar_type() != at::kFloat || gradient.scalar_type() != at::kFloat)
        throw std::invalid_argument("lt_adam needs float32 tensors on the CPU");
      update(parameter, lucarne::from_handle(means[i]), lucarne::from_handle(squares[i]), gradient, adam);
      parameter.unsafeGetTensorImpl()->bump_version();
    }
  });
}
