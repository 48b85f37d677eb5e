// Convolutions of oneDNN that libtorch does not ask for: what they are, the memory they need, and when they pay.
#pragma once

#ifdef LUCARNE_ONEDNN

#include <ATen/ATen.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <oneapi/dnnl/dnnl.hpp>
#include <vector>

namespace lucarne {

using dnnl::memory;

constexpr auto kFloat = memory::data_type::f32;

inline constexpr std::array<int64_t, 2> kOne{1, 1};

dnnl::engine& engine();

// Memory for what lives as long as one convolution. The system would take blocks of this size back and fault them in anew each time.
class Workspace {
 public:
  explicit Workspace(size_t bytes);

  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  ~Workspace();

  memory take(const memory::desc& description);

  static size_t rounded(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

 private:
  static constexpr size_t kAlignment = 4096;

  struct Free {
    void operator()(void* pointer) const { std::free(pointer); }
  };

  struct Block {
    std::unique_ptr<void, Free> memory;
    size_t bytes = 0;
  };

  static std::vector<Block>& idle();

  Block block_;
  size_t taken_ = 0;
};

// A tensor as it lies in libtorch and as a primitive wants it.
struct Side {
  memory::desc plain;
  memory::desc wanted;
  dnnl::reorder in;   // plain to wanted
  dnnl::reorder out;  // wanted to plain

  Side() = default;
  Side(const memory::desc& plain, const memory::desc& wanted, bool is_read, bool is_written);

  bool same() const { return plain == wanted; }
  size_t bytes() const { return same() ? 0 : Workspace::rounded(wanted.get_size()); }

  // The tensor as it is wanted.
  memory read(const at::Tensor& tensor, Workspace& workspace, dnnl::stream& stream) const;

  // Where the primitive shall write what becomes the tensor,
  memory room(const at::Tensor& tensor, Workspace& workspace) const;

  // and how it gets there.
  void write(memory& from, const at::Tensor& tensor, dnnl::stream& stream) const;
};

// What is computed, but for the tensors' shapes.
struct Form {
  enum Direction : int64_t { Forward, ByInput, ByWeights };

  Direction direction = Forward;
  bool winograd = true;
  bool finished = false;  // the weights stay as they are
  bool bias = false;
  bool added = false;  // a tensor is added to the sums,
  bool relu = false;   // and what is negative then becomes zero
  at::IntArrayRef stride = kOne, padding = kOne, dilation = kOne;
};

// A form for given shapes; none where oneDNN has no such primitive for this processor.
struct Pass {
  bool exists = false;
  dnnl::primitive primitive;
  memory::desc scratch;
  Side source, weights, target;

  size_t bytes() const { return source.bytes() + weights.bytes() + target.bytes() + Workspace::rounded(scratch.get_size()); }
};

memory::desc lying(const at::Tensor& tensor);

memory::desc vector_of(int64_t length);

// Passes are made once for each form, shape, layout and number of threads.
std::shared_ptr<const Pass> pass_of(const Form& form, const memory::desc& source, const memory::desc& weights, const memory::desc& target);

bool is_dense_float(const at::Tensor& tensor);

// Whether oneDNN may be asked at all: pictures [N, C, H, W] in float32 on a processor that answers in float32.
bool suits(const at::Tensor& input, const at::Tensor& weight);

// Whether a bias is one number for each of the weight's outputs, or none: a primitive reads as many, whatever there is.
bool suits_bias(const c10::optional<at::Tensor>& bias, const at::Tensor& weight);

// Shapes for which Winograd is faster, where the step is one, the padding is one and nothing is spread or grouped.
bool suits_winograd(const memory::dims& input, const memory::dims& weight, bool finished);

}  // namespace lucarne

#endif
