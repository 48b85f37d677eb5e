// The C ABI between Lucarne.Torch and libtorch. One door (lt_operator_call) reaches every ATen operator by name;
// the rest is what operators do not cover: storage, autograd, autocast, seeds and threads.
//
// No exception crosses this boundary: functions that can fail return 0 on success and 1 on failure, and the message is
// fetched, on the same thread, with lt_last_error. A tensor handle owns one reference; null is the undefined tensor.
#pragma once

#include <cstdint>

#define LT_API extern "C" __attribute__((visibility("default")))

typedef void* LtTensor;
typedef const void* LtOperator;

enum LtTag : int32_t {
  LT_NONE = 0,
  LT_TENSOR = 1,       // pointer: a handle
  LT_TENSOR_LIST = 2,  // pointer: LtTensor[length]; in results allocated here, freed with lt_free
  LT_INTEGER = 3,
  LT_REAL = 4,
  LT_BOOLEAN = 5,
  LT_INTEGER_LIST = 6,  // pointer: int64_t[length]
  LT_REAL_LIST = 7,     // pointer: double[length]
  LT_BOOLEAN_LIST = 8,  // pointer: uint8_t[length]
  LT_STRING = 9,        // pointer: UTF-8, length bytes
  LT_DEFAULT = 10,      // take the default of the operator's schema
};

struct LtValue {
  int32_t tag;
  int32_t length;
  union {
    int64_t integer;
    double real;
    void* pointer;
  };
};

struct LtTensorInfo {
  int32_t scalar_type;
  int32_t dimensions;
  int64_t elements;
  int64_t element_size;
  void* data;  // null where the tensor is not on a CPU
  int32_t device_type;
  int32_t device_index;
  int32_t requires_grad;
  int32_t contiguous;
};

// One Adam step: g = gradient + decay p; m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; p = keep p - step m / (sqrt(v) +
// epsilon).
struct LtAdam {
  double keep;
  double decay;
  double beta1;
  double beta2;
  double epsilon;
  double step;
};

LT_API const char* lt_last_error();
LT_API void lt_free(void* memory);

// operators.cpp
LT_API int lt_operator_find(const char* name, const char* overload, LtOperator* result);
LT_API int lt_operator_schema(LtOperator op, char* text, int capacity);
LT_API int lt_operator_call(LtOperator op, const LtValue* arguments, int count, LtValue* results, int capacity, int* produced);

// tensors.cpp
LT_API int lt_tensor_copy_in(const void* data, const int64_t* sizes, int dimensions, int scalar_type, LtTensor* result);
// The context is released exactly once, with the last reference to the memory, or at once where the call fails.
LT_API int lt_tensor_borrow(void* data, const int64_t* sizes, int dimensions, int scalar_type, void (*release)(void*), void* context,
                            LtTensor* result);
LT_API int lt_tensor_info(LtTensor tensor, LtTensorInfo* info);
LT_API int lt_tensor_sizes(LtTensor tensor, int64_t* sizes);
LT_API void lt_tensor_release(LtTensor tensor);
LT_API int64_t lt_tensor_live();

// autograd.cpp
LT_API int lt_tensor_set_requires_grad(LtTensor tensor, int value);
LT_API int lt_tensor_grad(LtTensor tensor, LtTensor* result);
LT_API int lt_tensor_set_grad(LtTensor tensor, LtTensor gradient);
LT_API int lt_backward(LtTensor tensor, LtTensor gradient, int keep_graph);
LT_API int lt_grad_mode(int enabled);
LT_API void* lt_inference_mode_enter();  // null on failure
LT_API void lt_inference_mode_leave(void* guard);
// Answers in before and type_before what to restore.
LT_API int lt_autocast(int device_type, int enabled, int scalar_type, int* before, int* type_before);
LT_API int lt_autocast_clear();

// adam.cpp
LT_API int lt_adam(const LtTensor* parameters, const LtTensor* means, const LtTensor* squares, const LtTensor* gradients, int count,
                   LtAdam adam);

// runtime.cpp
LT_API const char* lt_version();
LT_API const char* lt_configuration();
LT_API int lt_cuda_devices();
LT_API int lt_seed(uint64_t seed);
LT_API int lt_threads();
LT_API int lt_set_threads(int count);
