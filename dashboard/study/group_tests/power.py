"""How often each test finds an effect of 2 %: as benchmarks/size_power.py simulated it, and between what it did."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

COMPANIES = (1, 2, 3, 5, 10, 20, 100)
"""Numbers of companies simulated."""

CORRELATIONS = (0.0, 0.1, 0.3)
"""Mean correlations simulated; a company alone has none."""

SESSIONS = (1, 2, 5, 11, 21)
"""Lengths of the event window simulated."""

EFFECT = -0.02
"""What happened to the CAR of every company; for `exposure`, for each standard deviation of the characteristic."""

SPREAD = 0.0225
"""Standard deviation of a daily residual in the simulation: the median of the universe's 51 companies over 2024."""

NEGLIGIBLE = -0.05
"""Mean correlations from here to 0 are what independent companies may show."""

SURE = 0.9995
"""Beyond this power 1,000 panels do not tell how much more an effect stands out."""

_TEST_LEVEL_Z = 1.959963984540054

_SIMULATED = {
    "cross_sectional": """
           0   75   80   98  154  158  214  353  385  444  719  699  708  967  873  825 1000  988  933
           0   43   85   81  105  116  174  207  231  317  449  501  561  747  683  706 1000  899  876
           0   60   61   66   86   89  127  102  148  242  212  291  436  380  451  607  963  756  808
           0   64   66   80   56   71  120   72  114  208  121  205  400  214  358  564  716  686  806
           0   51   57   65   44   65  113   62  120  213   80  205  368  116  301  519  442  631  794
    """,
    "patell": """
         119  229  267  279  345  331  350  549  512  510  803  734  676  982  873  794 1000  988  914
          77  114  172  191  210  188  246  298  331  361  518  529  540  795  671  667 1000  894  847
          57   88  105  121  116  118  180  144  193  239  257  319  390  420  444  556  968  750  772
          47   64   86  103   81   96  166   89  136  219  126  235  355  217  335  521  724  675  756
          59   61   66   80   62   78  157   77  128  195   81  201  325  136  300  466  441  620  750
    """,
    "adj_patell": """
           0  229  242  200  338  284  223  552  405  252  810  517  299  983  633  339 1000  757  355
           0  119  150  135  208  141  139  303  230  157  519  310  184  796  357  193 1000  462  201
           0   95   90   72  119   88   86  138  113   84  260  141   99  424  173  118  965  234  106
           0   71   77   61   79   67   72   89   74   68  124   96   73  218   99   86  732  127   75
           0   62   53   43   59   59   62   78   69   58   84   75   60  136   72   59  447   85   71
    """,
    "bmp": """
           0   74   86   96  156  156  207  354  382  452  718  700  704  968  873  826 1000  988  933
           0   47   91   80  109  113  175  212  229  317  453  504  563  752  680  705 1000  898  875
           0   57   59   67   84   88  125   99  146  241  213  291  436  380  453  608  964  756  808
           0   59   63   75   52   73  122   70  117  204  119  208  400  215  359  564  714  685  805
           0   49   63   63   42   64  118   60  117  212   82  205  372  118  302  516  436  632  793
    """,
    "kp": """
           0   73   79   77  152  135  110  358  256  170  716  438  257  968  576  315 1000  755  354
           0   46   79   62  106   87  102  210  142  121  445  262  169  755  320  187 1000  456  196
           0   55   55   52   84   63   66  105   86   66  210  120   88  384  166  124  964  226  112
           0   58   61   59   50   56   60   67   68   58  121   84   71  222   95   85  714  116   69
           0   48   52   46   44   54   54   60   76   56   79   69   61  119   66   57  436   85   70
    """,
    "cda": """
         120  233  240  198  339  283  225  554  406  250  810  523  305  984  634  338 1000  757  355
          79  121  149  139  206  146  143  302  232  157  524  314  186  797  360  194 1000  464  203
          59   99   96   76  125   89   89  143  121   85  260  143  107  428  178  124  967  238  109
          52   75   86   63   85   77   78   95   76   73  131  107   78  235  104   93  742  133   83
          70   70   66   53   72   69   81   87   75   75   96   90   68  161   80   70  481   95   79
    """,
    "portfolio": """
         119  231  234  196  335  279  222  550  402  247  808  519  299  981  629  335 1000  755  350
          77  119  146  136  202  139  140  300  231  152  517  309  182  795  354  189 1000  457  200
          57   94   92   72  118   87   82  134  111   83  255  140  101  420  169  118  965  232  104
          47   68   75   61   79   66   72   87   71   67  122   96   69  219   98   85  727  125   73
          59   62   51   42   59   57   61   76   63   58   82   76   55  133   70   59  444   82   71
    """,
    "rank": """
           0  180  179  104  305  240  171  498  367  206  764  499  265  964  597  301 1000  746  320
          52  117  122  125  182  124  126  272  219  141  485  305  168  767  340  185 1000  442  195
          51   91   84   64  102   83   84  139  107   74  226  129   86  387  170  109  952  230  103
          44   64   66   56   65   67   66   79   70   67  112   97   64  202   89   76  682  110   65
          52   51   51   39   47   53   57   61   62   46   74   70   43  110   58   54  389   72   59
    """,
    "grank_t": """
           0  409  449  395  410  378  352  531  413  339  763  528  364  962  622  374 1000  770  404
           0  330  358  358  295  258  281  343  270  228  498  333  250  762  363  245 1000  467  234
           0  333  283  275  232  193  216  176  179  158  271  170  139  404  186  160  956  234  133
           0  299  285  322  187  175  212  140  139  133  150  117  116  229  114  116  698  124   92
           0  288  286  285  160  182  199  124  131  143  120  103  102  125   85   86  431   89   82
    """,
    "grank_z": """
           0  410  476  492  414  438  499  527  532  580  772  742  737  965  881  830 1000  986  933
           0  328  388  436  296  308  407  338  401  442  502  559  595  760  691  716 1000  897  868
           0  339  327  355  234  233  347  171  246  349  281  341  474  402  467  623  959  755  810
           0  301  304  389  191  213  337  139  200  328  151  245  448  230  374  574  706  683  794
           0  290  304  358  162  203  306  125  193  311  114  240  420  132  317  522  440  631  789
    """,
    "sign": """
           0    0    0    0    0    0    0    0    0    0  416  471  548  853  762  766 1000  973  905
           0    0    0    0    0    0    0    0    0    0  240  305  414  543  541  622  999  862  834
           0    0    0    0    0    0    0    0    0    0   97  141  282  242  348  503  819  679  753
           0    0    0    0    0    0    0    0    0    0   51  107  263  135  258  474  486  588  727
           0    0    0    0    0    0    0    0    0    0   31   92  237   80  229  430  269  523  726
    """,
    "cowan": """
           0    0    0    0    0    0    0  378  403  460  427  483  562  853  762  766 1000  975  915
           0    0    0    0    0    0    0  232  257  330  251  317  425  543  541  622  999  879  848
           0    0    0    0    0    0    0  115  166  258  108  153  289  242  348  503  864  709  772
           0    0    0    0    0    0    0   92  138  224   61  114  279  135  258  474  560  626  746
           0    0    0    0    0    0    0   72  142  227   41   99  249   80  229  430  339  555  742
    """,
    "wilcoxon": """
           0    0    0    0    0    0    0    0    0    0  693  689  710  957  863  821 1000  986  932
           0    0    0    0    0    0    0    0    0    0  435  487  554  726  671  706 1000  896  868
           0    0    0    0    0    0    0    0    0    0  206  291  430  356  434  598  961  755  805
           0    0    0    0    0    0    0    0    0    0  117  198  410  192  342  556  701  684  797
           0    0    0    0    0    0    0    0    0    0   68  192  358  108  289  496  433  629  787
    """,
    "skewness_adjusted": """
           0    0    0    0  191  204  224  299  327  375  675  651  676  958  867  808 1000  988  931
           0    0    0    0  148  148  201  203  242  287  432  472  537  735  672  699 1000  900  877
           0    0    0    0  101  111  155  104  146  223  212  284  420  380  443  603  962  756  808
           0    0    0    0   80   93  170   79  119  193  127  206  394  220  348  556  717  687  804
           0    0    0    0   72   75  143   69  117  190   78  190  348  121  291  514  439  629  791
    """,
    "sign_flip": """
           0    0    0    0    0    0    0    0    0    0  712  696  703  965  870  824 1000  988  931
           0    0    0    0    0    0    0    0    0    0  442  493  564  751  683  703 1000  898  875
           0    0    0    0    0    0    0    0    0    0  204  287  431  379  452  613  965  756  806
           0    0    0    0    0    0    0    0    0    0  118  207  393  212  356  566  710  688  804
           0    0    0    0    0    0    0    0    0    0   77  200  362  116  303  517  440  632  792
    """,
    "placebo_date": """
         119  214  236  190  322  273  213  535  393  240  804  513  288  979  614  318 1000  747  342
          74  120  145  133  192  144  140  286  218  160  511  309  178  794  350  193 1000  454  191
          68  103   91   74  121   92   95  150  122   83  259  154  107  428  188  128  963  243  111
          69   87   92   88   95   82  100  111   98   91  158  129   96  261  113  101  746  149   93
         105  106   95   73   93   97  102  119  115  102  138  131   96  195  104   96  522  135  104
    """,
    "exposure": """
           0    0    0    0  334  365  455  494  540  613  778  816  911  968  979  998 1000 1000 1000
           0    0    0    0  191  202  270  286  314  345  474  521  661  772  826  915 1000 1000 1000
           0    0    0    0  122  109  130  160  187  198  231  290  344  420  505  574  983  989  994
           0    0    0    0   84   91   97  124  118  132  140  190  199  255  280  314  747  785  896
           0    0    0    0  102  111  118  103  135  124  158  152  167  171  208  212  515  557  649
    """,
}
"""Panels of 1,000 on which a test rejects: a line for each length of window, by companies and then by correlations."""


def _read(rates: str) -> Floats:
    """Return power by sessions, companies and correlation; a company alone has the same at every correlation."""
    rows = np.array(rates.split(), dtype=np.float64).reshape(len(SESSIONS), -1) / 1000
    alone = np.repeat(rows[:, :1], len(CORRELATIONS), axis=1)
    return np.hstack([alone, rows[:, 1:]]).reshape(len(SESSIONS), len(COMPANIES), len(CORRELATIONS))


POWER: Mapping[str, Floats] = {name: _read(rates) for name, rates in _SIMULATED.items()}
"""Share of 1,000 panels on which each test rejects at 5 %, shape (sessions, companies, correlations).

A test that does not exist for so few companies rejects on none. One that assumes independence seems to gain from
correlation: it rejects as often without any effect.
"""


def inside(companies: int, rbar: float, sessions: int) -> bool:
    """Say whether the simulation reaches that far; NaN counts as no correlation."""
    known = np.isnan(rbar) or NEGLIGIBLE <= rbar <= CORRELATIONS[-1]
    return bool(known and companies <= COMPANIES[-1] and sessions <= SESSIONS[-1])


def simulated_power(statistic: str, companies: int, rbar: float, sessions: int) -> float:
    """Return how often a test finds an effect of 2 %, as simulated or carried on from there.

    Parameters
    ----------
    statistic : str
        A key of `POWER`.
    companies : int
        N, at least 1.
    rbar : float
        Mean correlation of the CARs; NaN and what is below 0 count as 0.
    sessions : int
        Length m of the event window.

    Returns
    -------
    float
        A simulated figure where there is one.

    Notes
    -----
    What there is to be found is the effect over the noise of the mean CAR,
    lambda = 2 % / (2.25 % sqrt(m) sqrt((1 + (N-1) rbar) / N)), or over that of a slope, with 1 - rbar in place of
    1 + (N-1) rbar. A test that knew the noise would find it with probability
    Phi(lambda - 1.96) + Phi(-lambda - 1.96). A real one does as well as if it faced a share of lambda. That share
    changes slowly, so it is what is interpolated: linearly in log N, rbar and log m, held beyond the ends. lambda
    itself is that of the group at hand.
    """
    shares = _shares(statistic)
    correlation = 0.0 if np.isnan(rbar) else max(rbar, 0.0)
    for value, knots in (
        (np.log(sessions), np.log(SESSIONS)),
        (np.log(max(companies, 1)), np.log(COMPANIES)),
        (correlation, np.array(CORRELATIONS)),
    ):
        place = float(np.interp(value, knots, np.arange(len(knots))))
        below = min(int(place), len(knots) - 2)
        shares = shares[below] + (place - below) * (shares[below + 1] - shares[below])
    facing = shares * _standing_out(statistic, max(companies, 1), correlation, sessions)
    return float(np.interp(facing, _FACED, _FOUND))


def _found(faced: Floats) -> Floats:
    """Return how often a test that knows the noise finds an effect of so many standard deviations.

    It cannot fall below 5 %. Below 0 stands what does: tests whose smallest p is large.
    """
    both = special.ndtr(faced - _TEST_LEVEL_Z) + special.ndtr(-faced - _TEST_LEVEL_Z)
    return np.asarray(np.where(faced >= 0, both, 0.05 * np.exp(np.minimum(faced, 0.0))))


_FACED = np.linspace(-5, 6, 1_101)
_FOUND = _found(_FACED)


def _standing_out(statistic: str, companies: int, rbar: float, sessions: int) -> float:
    """Return lambda, the effect over the noise of what the test looks at."""
    inflation = 1 - rbar if statistic == "exposure" else 1 + (companies - 1) * rbar
    # At a correlation of 1 companies do not differ, and no noise is left in a slope.
    return float(-EFFECT / SPREAD * np.sqrt(companies / sessions / max(inflation, 1e-6)))


@cache
def _shares(statistic: str) -> Floats:
    """Return the share of lambda that a test does as well as, shape (sessions, companies, correlations)."""
    simulated = POWER[statistic]
    whole = np.array(
        [
            [[_standing_out(statistic, companies, rbar, sessions) for rbar in CORRELATIONS] for companies in COMPANIES]
            for sessions in SESSIONS
        ]
    )
    shares = np.interp(simulated, _FOUND, _FACED) / whole
    # Where all panels showed the effect, a longer window tells how far it stood out.
    for row in reversed(range(len(SESSIONS) - 1)):
        shares[row] = np.where(simulated[row] > SURE, shares[row + 1], shares[row])
    return np.asarray(shares)
