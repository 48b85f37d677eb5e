namespace Lucarne.Torch.Tests;

public class RuntimeTests
{
    [Fact]
    public void One_seed_gives_one_series_of_numbers()
    {
        float[] Draw(long seed)
        {
            using var scope = new TensorScope();
            Runtime.Seed(seed);
            return [.. Tensor.Randn([5]).ToArray<float>(), .. Tensor.Ones([50]).Dropout(0.5, true).ToArray<float>()];
        }

        Assert.Equal(Draw(3), Draw(3));
        Assert.NotEqual(Draw(3), Draw(4));
        Assert.Equal(Draw(-1), Draw(-1));
    }

    [Fact]
    public void Threads_are_as_many_as_asked_for()
    {
        var before = Runtime.Threads;
        try
        {
            Runtime.Threads = 1;
            Assert.Equal(1, Runtime.Threads);
            Assert.Throws<TorchException>(() => Runtime.Threads = 0);
        }
        finally
        {
            Runtime.Threads = before;
        }

        Assert.Equal(before, Runtime.Threads);
    }

    [Fact]
    public void The_version_and_the_configuration_are_libtorchs()
    {
        Assert.Matches(@"^[12]\.\d+\.\d+", Runtime.Version);
        Assert.Contains("CPU capability", Runtime.Configuration, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:99")]
    [InlineData("")]
    public void A_device_that_is_not_there_is_refused_by_name(string text) =>
        Assert.Contains($"'{text}'", Assert.Throws<TorchException>(() => Device.Parse(text)).Message, StringComparison.Ordinal);
}
