using Lucarne.Imaging;
using Lucarne.Learning.Predict;
using Lucarne.Torch;

namespace Lucarne.Server.Reading;

/// <summary>The reading process itself: answers one message after another until its input ends.</summary>
internal sealed class ReadingLoop(Stream input, Stream output) : IDisposable
{
    private readonly Dictionary<string, TrainedModel> _models = [];

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await ReadingMessage.ReadAsync(input, cancellation) is { } message)
            await Answer(message).WriteAsync(output, cancellation);
    }

    public void Dispose()
    {
        foreach (var model in _models.Values) model.Dispose();
    }

    private ReadingMessage Answer(ReadingMessage message)
    {
        var request = message.Read<ReadingRequest>();
        var parts = new List<byte[]>();
        try
        {
            var model = Model(request.Run);
            return ReadingMessage.Of(new ReadingReply([.. request.Pictures.Zip(message.Parts, (picture, bytes) => Reply(model, picture, bytes, parts))], null), parts);
        }
        catch (Exception error) when (error is PredictException or TorchException or IOException)
        {
            return ReadingMessage.Of(new ReadingReply([], error.Message), []);
        }
    }

    private TrainedModel Model(string run)
    {
        if (!_models.TryGetValue(run, out var model)) _models[run] = model = TrainedModel.Load(run, Device.Best);
        return model;
    }

    private static PictureReply Reply(TrainedModel model, AskedPicture picture, byte[] bytes, List<byte[]> parts)
    {
        try
        {
            var answer = model.Predict(bytes, picture.Name);
            return new PictureReply(new ModelAnswer { PredictedClass = answer.PredictedClass, Confidence = answer.Confidence, Probabilities = answer.Probabilities, Decision = ReadingDecisions.Uncalibrated, Model = model.Recipe.Name }, null);
        }
        catch (PictureException error)
        {
            return new PictureReply(null, error.Message);
        }
    }
}
