"""Questions about vectors and matrices, and about columns of them: each is an expression, with its names below."""

from __future__ import annotations

import array
import contextlib
import copy
import io
import pickle
from importlib import import_module
from typing import Any

#: Dense vectors.
DENSE = r"""
DenseVector([1,2,3])
DenseVector(np.array([1,2],dtype=np.int32)).values.dtype
DenseVector(array.array('d',[1,2]))
DenseVector(np.array([1.,2.]).tobytes())
DenseVector("12")
DenseVector(range(3))
DenseVector(x for x in [1.,2.])
DenseVector({1,2})
DenseVector({1:5.0,2:6.0})
DenseVector(None)
DenseVector(3)
DenseVector(np.array([[1.,2.],[3.,4.]]))
DenseVector([[1,2],[3,4]])
DenseVector(["a"])
DenseVector([None,1])
DenseVector([1+2j])
DenseVector(DenseVector([1,2]))
DenseVector([1e20,1e-7,float('nan'),float('inf'),-0.0, 0.1+0.2, 1/3])
str(DenseVector([1e20,1e-7,float('nan'),float('inf'),-0.0, 0.1+0.2, 1/3]))
DenseVector([])
str(DenseVector([]))
v+u
v-u
v*u
v/u
v%u
v+1
1+v
1-v
2*v
2/v
3%v
-v
+v
abs(v)
v**2
v//2
v+[1,2]
[1,2]+v
v+np.array([1,2])
np.array([1,2])+v
v+(1,2)
v+[1,2,3]
v+"a"
v+None
v*np.array([[1.,2.],[3.,4.]])
v==u
v==v
v==[1,2]
v==np.array([1,2])
DenseVector([float('nan')])==DenseVector([float('nan')])
DenseVector([1,2])==DenseVector([1,2,3])
v!=u
v!=v
v!=None
v<u
hash(v)
hash(DenseVector([0.0,0.0]))
hash(DenseVector([-0.0]))
hash(DenseVector([]))
hash(DenseVector([0,2.,0,4.,0]))
hash(DenseVector([0,1,0]))
hash(DenseVector(list(range(200))))
hash(DenseVector(list(range(1,300))))
hash(DenseVector([1e300,-5.5,float('inf'),2.25]))
hash(DenseVector([float('nan')]))
hash(DenseVector([0.0]*150+[float(i+1) for i in range(150)]))
hash(DenseVector([float(i%3) for i in range(500)]))
len(v)
v[0]
type(v[0]).__name__
v[-1]
v[0:1]
type(v[0:1]).__name__
v[5]
v['a']
v[[0,1]]
list(v)
v.toArray()
v.array
v.values
v.values is v.array
v.toArray() is v.array
v.shape
v.sum()
v.mean()
v.max()
v.argmax()
v.nosuch
v.T
v.dtype
v.ndim
v.size
v.tolist()
v.numNonzeros()
type(v.numNonzeros()).__name__
DenseVector([0,1,float('nan')]).numNonzeros()
v.norm(1)
v.norm(2)
v.norm(float('inf'))
v.norm(3)
v.norm(0)
v.norm(-1)
v.norm('fro')
v.norm('x')
v.norm(None)
type(v.norm(2)).__name__
v.norm()
v.dot(u)
type(v.dot(u)).__name__
v.dot([1,2])
v.dot((1,2))
v.dot(range(1,3))
v.dot(np.array([1,2]))
v.dot(np.array([[1.,2.],[3.,4.]]))
v.dot(np.array([[1.],[2.],[3.]]))
v.dot([1.])
v.dot(None)
v.dot(3)
v.dot("ab")
v.dot(array.array('d',[1,2]))
v.dot(array.array('f',[1,2]))
v.dot(array.array('d',[1]))
v.dot({1:2,2:3})
v.dot(iter([1,2]))
v.squared_distance(u)
type(v.squared_distance(u)).__name__
v.squared_distance([1,2])
v.squared_distance((1,2))
v.squared_distance(range(2))
v.squared_distance([1])
v.squared_distance(np.array([[1,2]]))
v.squared_distance(np.array([1]))
v.squared_distance(None)
v.squared_distance(3)
v.squared_distance("ab")
v.squared_distance({0:1,1:2})
v.squared_distance(array.array('d',[1,2]))
pickle.loads(pickle.dumps(v))
pickle.loads(pickle.dumps(v,0))==v
copy.deepcopy(v)
v.__reduce__()[1]
Vector().toArray()
len(Vector())
bool(v)
bool(DenseVector([]))
2 in v
np.array(v)
np.asarray(v)
np.sum(v)
np.dot(v,u)
DenseVector([1,2],[3])
DenseVector()
DenseVector(ar=[1,2])
vars(v)
DenseVector(np.array([1.,2.],dtype=np.float32))
DenseVector(np.array([1.,2.])).array.dtype
DenseVector(np.array(5.0))
str(DenseVector(np.array([[1.,2.],[3.,4.]])))
copy.copy(v)
pickle.loads(pickle.dumps(v)).array.flags.writeable
DenseVector(np.array([1.,2.]).tobytes()).array.flags.writeable
(lambda a: DenseVector(a).array is a)(np.array([1.,2.]))
v.dot(np.zeros((2,1,1)))
v.dot(np.array(3.))
v.squared_distance(np.array(3.))
v.dot(u.array[:1])
DenseVector([]).norm(2)
DenseVector([]).norm(float('inf'))
DenseVector([]).dot([])
DenseVector([]).squared_distance([])
DenseVector([-0.0])==DenseVector([0.0])
hash(DenseVector([1,float('nan'),0]))
repr(DenseVector([0.00005,0.00015,2.00005,1e15+0.3,1e16]))
repr(DenseVector([123456789.123456789,-1/3]))
type(v.__len__()).__name__
v.__class__.__name__
[n for n in dir(DenseVector) if not n.startswith('_')]
v.reshape(2,1)
float(DenseVector([3.]))
int(DenseVector([3.]))
max(v)
sum(v)
np.linalg.norm(v)
np.sqrt(v)
np.multiply(v,2)
v@u
u@v
v==1
np.float64(2)*v
np.int64(2)*v
DenseVector([True,False])
""".strip().splitlines()

#: Sparse vectors, alone and with dense ones.
SPARSE = r"""
DenseVector(SparseVector(2,{0:1.}))
v+s
s+v
bool(v==s)
DenseVector([1,0])==SparseVector(2,{0:1.})
SparseVector(2,{0:1.})==DenseVector([1,0])
SparseVector(2,{0:1.,1:0.})==SparseVector(2,{0:1.})
SparseVector(2,{0:1.})==SparseVector(3,{0:1.})
DenseVector([1,0])==SparseVector(3,{0:1.})
SparseVector(2,{0:1.})==[1,0]
SparseVector(2,{0:float('nan')})==SparseVector(2,{0:float('nan')})
s!=s
s!=v
hash(SparseVector(5,{1:2.,3:4.}))
hash(SparseVector(5,{}))
hash(SparseVector(3,{0:0.,1:1.}))
hash(SparseVector(300,list(range(299)),[float(i+1) for i in range(299)]))
hash(SparseVector(1000,{999:-1.5,500:2.5}))
hash(SparseVector(300,list(range(300)),[0.0]*150+[float(i+1) for i in range(150)]))
len(s)
list(s)
s.norm(1)
s.norm(2)
s.norm(float('inf'))
s.norm('fro')
s.norm(0)
SparseVector(3,{}).norm(2)
SparseVector(3,{}).norm(float('inf'))
v.dot(s)
v.dot(SparseVector(3,{0:1.}))
s.dot(v)
s.dot(s)
s.dot([1,2])
s.dot((1,2))
s.dot(range(2))
s.dot(np.array([1,2]))
type(s.dot(np.array([1,2]))).__name__
s.dot(np.array([[1.,2.],[3.,4.]]))
s.dot(np.array([[[1.]]]))
s.dot(array.array('d',[1,2]))
s.dot(array.array('i',[1,2]))
s.dot(SparseVector(3,{}))
s.dot(SparseVector(2,{}))
type(s.dot(SparseVector(2,{}))).__name__
s.dot(None)
s.dot(3)
s.dot("ab")
s.dot({0:1,1:2})
v.squared_distance(s)
s.squared_distance(v)
type(s.squared_distance(v)).__name__
s.squared_distance(s)
type(s.squared_distance(s)).__name__
s.squared_distance(SparseVector(2,{1:5.}))
s.squared_distance(SparseVector(2,{}))
s.squared_distance([1,2])
s.squared_distance((1,2))
s.squared_distance(np.array([1,2]))
s.squared_distance(np.array([[1,2]]))
s.squared_distance(array.array('d',[1,2]))
s.squared_distance([1])
s.squared_distance(None)
s.squared_distance(3)
s.squared_distance(range(2))
SparseVector(4,{1:1.,3:5.5})
SparseVector(4,{3:1.,1:5.5})
SparseVector(4,[(1,1.),(3,5.5)])
SparseVector(4,[(3,1.),(1,5.5)])
SparseVector(4,((3,1.),(1,5.5)))
SparseVector(4,(1,1.),(3,5.5))
SparseVector(2,(0,1.),(1,5.5))
SparseVector(4,(1,1.))
SparseVector(4,[1,3],[1.,5.5])
SparseVector(4,(1,3),(1.,5.5))
SparseVector(4,range(2),range(2))
SparseVector(4,np.array([1,3]),np.array([1.,5.5]))
SparseVector(4,np.array([1,3],dtype=np.int32).tobytes(),np.array([1.,5.5]).tobytes())
SparseVector(4,b"",b"")
SparseVector(4,[3,1],[1.,5.5])
SparseVector(4,[1,1],[1.,5.5])
SparseVector(4,[(1,1.),(1,2.)])
SparseVector(4,[1,3],[1.])
SparseVector(4,[1,4],[1.,2.])
SparseVector(4,[-1,2],[1.,2.])
SparseVector(4,{1:1.,6:2.})
SparseVector(4,{-1:1.})
SparseVector(4,{})
SparseVector(4,[])
SparseVector(4,[],[])
SparseVector(0,{})
SparseVector(-1,{})
SparseVector(4)
SparseVector(4,None)
SparseVector(4,5)
SparseVector(4,"ab")
SparseVector(4,[1],[2.],[3.])
SparseVector(4,(0,1.),(1,2.),(2,3.))
SparseVector("4",{})
SparseVector(4.7,{})
SparseVector(None,{})
SparseVector("x",{})
SparseVector(4,{"a":1.})
SparseVector(4,{1:"a"})
SparseVector(4,{1.5:1.})
SparseVector(4,["a"],[1.])
SparseVector(4,[1.5],[1.])
SparseVector(4,{1:1.}).indices.dtype
SparseVector(4,{1:1}).values.dtype
SparseVector(4,{1:1}).size
type(SparseVector(np.int64(4),{1:1}).size).__name__
SparseVector(np.int64(4),{1:1})
SparseVector(4,zip([1,2],[3.,4.]))
SparseVector(4,{1:1.}.items())
SparseVector(4,[[1,2.],[3,4.]])
SparseVector(4,[1,2])
SparseVector(4,[(1,2,3)])
SparseVector(4,{0:0.,1:1.})
str(SparseVector(4,{0:0.,1:1.}))
str(SparseVector(4,{}))
str(SparseVector(4,{1:0.1+0.2,2:1e20,3:float('nan')}))
SparseVector(4,{1:0.1+0.2,2:1e20,3:float('nan')})
SparseVector(4,{1:1/3,2:123456.789,3:1e-10})
s[0]
s[1]
type(s[0]).__name__
type(s[1]).__name__
s[-1]
s[-3]
s[2]
s['a']
s[1.0]
s[0:1]
s[np.int64(1)]
s[np.int32(0)]
SparseVector(0,{})[0]
SparseVector(5,{2:1.})[4]
SparseVector(5,{2:1.})[-3]
s.toArray()
s.toArray().dtype
s.indices
s.values
s.numNonzeros()
type(s.numNonzeros()).__name__
SparseVector(3,{0:0.,1:5.}).numNonzeros()
s.nosuch
-s
s*2
s+s
2*s
np.array([1,2])*s
pickle.loads(pickle.dumps(s))
copy.copy(s)
s.__reduce__()[1]
np.array(s)
SparseVector(size=3)
vars(s)
s==None
s=="x"
SparseVector(3,{0:0.})==DenseVector([0,0,0])
SparseVector(3,{})==DenseVector([0,0])
sv0.dot(sv1)
SparseVector(4,[(1,2.),(1,1.)])
SparseVector(4,[(1,),(2,)])
SparseVector(4,(1,2.,3))
SparseVector(4,[np.int64(3),1],[1,2])
SparseVector(4,[5,3],[1,2])
SparseVector(4,[-1,-2],[1,2])
SparseVector(4,[-5],[1])
SparseVector(4,[9,-1],[1,2])
SparseVector(4,{9:1,-1:2})
SparseVector(4,b"\1\0\0\0",[2.])
SparseVector(4,1,2)
SparseVector(4,{1,2})
copy.deepcopy(s)
s.dot(np.array(3.))
s.dot(np.zeros((3,2)))
s.dot(DenseVector([1,2,3]))
type(SparseVector(2,{}).dot([1,2])).__name__
type(SparseVector(2,{}).dot(np.zeros((2,2)))).__name__
SparseVector(2,{}).dot(np.zeros((2,2)))
type(SparseVector(2,{}).squared_distance([1,2])).__name__
SparseVector(2,{}).norm(1)
type(SparseVector(2,{}).norm(2)).__name__
SparseVector(0,{}).dot([])
SparseVector(0,{}).squared_distance(DenseVector([]))
DenseVector([1,0,3])==SparseVector(3,{0:1.,2:3.})
DenseVector([1,0,3])==SparseVector(3,{0:1.,1:0.,2:3.})
SparseVector(3,{0:1.,1:0.,2:3.})==DenseVector([1,0,3])
hash(SparseVector(3,{0:-1.}))
f"{v}|{s}|{v!r}"
[n for n in dir(SparseVector) if not n.startswith('_')]
""".strip().splitlines()

#: What makes vectors and measures between them.
VECTORS = r"""
Vectors.dense()
Vectors.dense(1)
Vectors.dense(1,2,3)
Vectors.dense([1,2])
Vectors.dense((1,2))
Vectors.dense([[1,2]])
Vectors.dense([1],[2])
Vectors.dense(np.array([1.]))
Vectors.dense(np.float32(1.5))
Vectors.dense(np.int64(4))
Vectors.dense(True)
Vectors.dense("ab")
Vectors.dense(b"\0"*8)
Vectors.dense(None)
Vectors.dense(range(3))
Vectors.dense(1,"a")
Vectors.zeros(3)
Vectors.zeros(-1)
Vectors.norm(Vectors.dense(3,4),2)
Vectors.norm([3,4],2)
Vectors.squared_distance([1,2],[3,4])
Vectors.squared_distance(Vectors.dense(1,2),Vectors.sparse(2,{0:1.}))
Vectors.squared_distance((1,2),(3,4))
Vectors.squared_distance(array.array('d',[1,2]),np.array([1,3]))
Vectors.squared_distance(range(2),[1,2])
Vectors.squared_distance("ab",[1,2])
Vectors.squared_distance({1:2},[1,2])
Vectors.squared_distance(np.array([[1,2]]),[1,2])
Vectors.sparse(3)
Vectors.sparse(3,None)
Vectors.sparse(3,{1:2})
Vectors._equals([0],[1.],[0],[1.])
Vectors._equals([0,1],[1.,0.],[0],[1.])
Vectors.dense(np.arange(3))
Vectors.dense([True,False])
Vectors._equals([0,1,2],[1.,0.,0.],[0],[1.])
Vectors._equals([0],[1.],[0,1],[1.,0.])
Vectors._equals([],[],[],[])
Vectors._equals([0],[1.],[1],[1.])
str(Vectors.dense(1.0))
""".strip().splitlines()

#: Matrices of both kinds.
MATRICES = r"""
m.__reduce__()[1]
sm.__reduce__()[1]
DenseMatrix(2,2,range(4),True).__reduce__()[1]
pickle.loads(pickle.dumps(m))
pickle.loads(pickle.dumps(sm))
Matrix(2,3).toArray()
Matrix(2,3).numRows
Matrix(2,3).isTransposed
Matrix(2,3)==Matrix(2,3)
m
str(m)
repr(DenseMatrix(2,2,range(4),True))
str(DenseMatrix(2,2,range(4),True))
DenseMatrix(2,3,range(6))
str(DenseMatrix(2,3,range(6)))
DenseMatrix(2,2,[1,2,3])
DenseMatrix(2,2,None)
DenseMatrix(2,2,"abcd")
DenseMatrix(2,2,3)
DenseMatrix("2",2,range(4))
DenseMatrix(-2,-2,range(4))
DenseMatrix(2.0,2,range(4))
DenseMatrix(0,0,[])
str(DenseMatrix(0,0,[]))
DenseMatrix(2,2,np.arange(4.).tobytes())
DenseMatrix(2,2,np.arange(4))
DenseMatrix(2,2,np.arange(4).reshape(2,2))
DenseMatrix(2,2,array.array('d',[1,2,3,4]))
DenseMatrix(2,2,iter(range(4)))
DenseMatrix(2,2,range(4)).values.dtype
DenseMatrix(5,4,range(20))
DenseMatrix(4,4,range(16))
DenseMatrix(17,1,range(17))
DenseMatrix(30,30,range(900))
str(DenseMatrix(17,1,range(17)))
DenseMatrix(2,2,[1/3,1e20,float('nan'),-0.0])
str(DenseMatrix(2,2,[1/3,1e20,float('nan'),-0.0]))
DenseMatrix(5,4,[i/7 for i in range(20)])
m.toArray()
DenseMatrix(2,3,range(6),True).toArray()
DenseMatrix(2,3,range(6)).toArray()
m.toArray().flags['F_CONTIGUOUS']
m.toSparse()
DenseMatrix(2,2,[0,1,0,2],True).toSparse()
DenseMatrix(2,2,[0,1,0,2]).toSparse()
DenseMatrix(2,3,[0,0,0,0,0,1]).toSparse()
DenseMatrix(2,3,[0,0,0,0,0,1],True).toSparse()
DenseMatrix(2,3,[0]*6).toSparse()
m.toSparse().values.dtype
m.toSparse().colPtrs.dtype
m[0,1]
m[1,0]
type(m[1,0]).__name__
DenseMatrix(2,3,range(6),True)[0,2]
DenseMatrix(2,3,range(6),True)[1,0]
m[-1,0]
m[0,-1]
m[2,0]
m[0,2]
m[0]
m["a","b"]
m[0,1,2]
m[0:1,0]
m==m
m==DenseMatrix(2,2,[0,2,1,3],True)
m==sm
m==m.toSparse()
m.toSparse()==m
sm==sm
m==3
m==None
m!=m
m!=3
sm==3
m==DenseMatrix(4,1,range(4))
m==DenseMatrix(1,2,[0,2])
m==np.array([[0,2],[1,3]])
DenseMatrix(1,1,[float('nan')])==DenseMatrix(1,1,[float('nan')])
hash(m)
hash(sm)
m+m
m.isTransposed
m.numRows
m.numCols
m.values
sm
str(sm)
sm.colPtrs
sm.colPtrs.dtype
sm.rowIndices.dtype
sm.values.dtype
SparseMatrix(2,2,[0,2,3],[0,1,1],[2,3,4],True)
str(SparseMatrix(2,2,[0,2,3],[0,1,1],[2,3,4],True))
SparseMatrix(2,2,[0,2,3],[0,1,1],[2,3,4],True).toArray()
sm.toArray()
sm.toDense()
sm.toDense().isTransposed
SparseMatrix(2,2,[0,2,3],[0,1,1],[2,3,4],True).toDense()
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True).toArray()
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True)[0,2]
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True)[1,1]
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True)[1,2]
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True)[2,1]
sm[0,0]
sm[0,1]
type(sm[0,1]).__name__
type(sm[0,0]).__name__
sm[1,1]
sm[-1,1]
sm[1,-1]
sm[2,0]
sm[0,2]
sm[0]
sm["a",0]
SparseMatrix(2,2,[0,2],[0,1],[2,3])
SparseMatrix(2,2,[0,2,3],[0,1],[2,3,4])
SparseMatrix(2,2,[0,2,3],[0,1,1],[2,3])
SparseMatrix(2,2,[0,2,2],[0,1,1],[2,3,4])
SparseMatrix(2,2,[0,1,2],[0,5],[1,2])
SparseMatrix(2,2,[0,1,2],[0,5],[1,2]).toArray()
SparseMatrix(2,2,[0,0,0],[],[])
str(SparseMatrix(2,2,[0,0,0],[],[]))
SparseMatrix(2,3,[0,1,2],[0,1],[1,2])
SparseMatrix(2,3,[0,1,2],[0,1],[1,2],True)
SparseMatrix(2,2,None,[0,1],[1,2])
SparseMatrix(2,2,np.array([0,1,2],np.int32).tobytes(),np.array([0,1],np.int32).tobytes(),np.array([1.,2.]).tobytes())
big
str(big)
big2
str(big2)
Matrices.dense(2,2,range(4))
Matrices.dense(2,2,range(4),True)
Matrices.sparse(2,2,[0,2,3],[0,1,1],[2,3,4])
Matrices.sparse(2,2,[0,2,3],[0,1,1],[2,3,4],True)
Matrices.zeros(2,2)
DenseMatrix(numRows=1,numCols=1,values=[1],isTransposed=True)
vars(m)
vars(sm)
str(DenseMatrix(1,2,[1,2]))
str(SparseMatrix(17,1,[0,17],range(17),range(17)))
str(SparseMatrix(16,1,[0,16],range(16),range(16)))
str(SparseMatrix(18,1,[0,18],range(18),range(18)))
str(SparseMatrix(18,1,range(19),[0]*18,range(18),True))
SparseMatrix(2,2,[0,0,0],[],[])==SparseMatrix(4,1,[0,0],[],[])
SparseMatrix(2,2,[0,0,0],[],[])==SparseMatrix(3,3,[0,0,0,0],[],[])
SparseMatrix(2,2,[0,0,0],[],[])==SparseMatrix(1,1,[0,0],[],[])
DenseMatrix(2,3,range(6),True).toArray().flags['F_CONTIGUOUS']
SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True).toArray().flags['F_CONTIGUOUS']
sm.toArray().flags['F_CONTIGUOUS']
m.toArray() is m.values
copy.deepcopy(m)
isinstance(v,Vector),issubclass(SparseVector,Vector),issubclass(DenseMatrix,Matrix)
[n for n in dir(DenseMatrix) if not n.startswith('_')]
[n for n in dir(SparseMatrix) if not n.startswith('_')]
""".strip().splitlines()

#: The types of columns.
TYPES = r"""
VectorUDT()
MatrixUDT()
str(VectorUDT())
VectorUDT()==VectorUDT()
hash(VectorUDT())==hash(VectorUDT())
VectorUDT().json()
MatrixUDT().json()
VectorUDT().simpleString()
MatrixUDT().simpleString()
VectorUDT().typeName()
MatrixUDT.typeName()
VectorUDT.scalaUDT()
VectorUDT.sqlType()
MatrixUDT.sqlType()
VectorUDT().serialize(v)
VectorUDT().serialize(s)
[type(x).__name__ for x in VectorUDT().serialize(s)]
VectorUDT().serialize([1,2])
VectorUDT().serialize(None)
VectorUDT().toInternal(v)
VectorUDT().toInternal(None)
VectorUDT().deserialize((1,None,None,[1.,2.]))
VectorUDT().deserialize((0,3,[1],[2.]))
VectorUDT().deserialize((2,3,[1],[2.]))
VectorUDT().deserialize((1,None,None))
VectorUDT().fromInternal((0,3,[1],[2.]))
MatrixUDT().serialize(m)
MatrixUDT().serialize(sm)
MatrixUDT().serialize(v)
MatrixUDT().serialize(DenseMatrix(2,2,range(4),True))
MatrixUDT().deserialize((1,2,2,None,None,[1.,2.,3.,4.],False))
MatrixUDT().deserialize((1,2,2,None,None,[1.,2.,3.,4.],True))
MatrixUDT().deserialize((0,2,2,[0,2,3],[0,1,1],[2.,3.,4.],False))
MatrixUDT().deserialize((5,2,2,[0,2,3],[0,1,1],[2.,3.,4.],False))
MatrixUDT().deserialize((1,2))
VectorUDT().needConversion()
v.__UDT__
m.__UDT__
DenseVector.__UDT__
VectorUDT().serialize(SparseVector(3,{0:0.,1:1.}))
[type(x).__name__ for x in MatrixUDT().serialize(sm)]
type(MatrixUDT().serialize(sm)[3][0]).__name__
VectorUDT()==MatrixUDT()
repr(MatrixUDT())
VectorUDT.fromJson(VectorUDT().jsonValue())
VectorUDT().fromInternal(None)
MatrixUDT().toInternal(m)
""".strip().splitlines()

#: Columns of vectors (``df``), of matrices (``dm``), and of both inside of others (``nested``); some write files that
#: later ones read.
COLUMNS = r"""
df.schema
df.dtypes
df.printSchema()
df.schema.json()
df.collect()
df.show()
df.show(truncate=False)
df.show(vertical=True)
df.show(truncate=5)
dm.show()
dm.show(truncate=False)
dm.collect()
dm.dtypes
dm.printSchema()
df.select(F.col("v").cast("string")).collect()
dm.select(F.col("m").cast("string")).collect()
df.selectExpr("string(v)").collect()
df.select(F.concat(F.lit("x"),"v")).collect()
df.select(F.col("v").cast("array<double>")).collect()
df.select("v.values").collect()
df.select(F.col("v").getField("values")).collect()
df.select(F.unwrap_udt("v")).collect()
df.select(F.unwrap_udt("v").alias("u")).select("u.values","u.type").collect()
dm.select(F.unwrap_udt("m")).printSchema()
dm.select(F.unwrap_udt("m")).collect()
df.select(F.unwrap_udt("i")).collect()
df.select(F.unwrap_udt("v")).dtypes
df.selectExpr("unwrap_udt(v)").dtypes
df.selectExpr("typeof(v)").collect()
dm.selectExpr("typeof(m)").collect()
df.toJSON().collect()
df.select(F.to_json(F.struct("v"))).collect()
df.filter("v is null").collect()
df.filter(F.col("v")==F.col("v")).collect()
df.groupBy("v").count().orderBy("v").collect()
df.orderBy("v").collect()
df.select(F.hash("v")).collect()
df.select(F.max("v")).collect()
df.select(F.collect_list("v")).collect()
df.select(F.first("v")).collect()
df.distinct().count()
df.union(df).count()
df.join(df,"v").count()
df.select(F.coalesce("v","v")).collect()
df.select(F.when(F.col("i")==1,F.col("v"))).collect()
df.select(F.array("v","v")).collect()
df.select(F.array("v","v")).dtypes
df.select(F.struct("v")).dtypes
df.select(F.struct("v")).show(truncate=False)
df.select(F.array("v","v")).show(truncate=False)
nested.collect()
nested.dtypes
nested.printSchema()
nested.show(truncate=False)
nested.select(F.explode("a")).collect()
nested.select(F.col("a")[0],F.col("mp")["a"],"st.x").collect()
df.select(F.udf(lambda v: float(v.norm(2)) if v is not None else None,"double")("v").alias("n")).collect()
df.select(F.udf(lambda v: v,VectorUDT())("v").alias("n")).collect()
df.select(F.udf(lambda i: Vectors.dense(i,2*i),VectorUDT())("i").alias("n")).collect()
df.select(F.udf(lambda i: Vectors.dense(i,2*i),VectorUDT())("i").alias("n")).schema
df.select(F.udf(lambda i: [Vectors.dense(i,2*i)],ArrayType(VectorUDT()))("i").alias("n")).collect()
dm.select(F.udf(lambda v: v and v.toArray().sum().item() if v is not None else None,"double")("m").alias("n")).collect()
dm.select(F.udf(lambda v: DenseMatrix(1,1,[3]),MatrixUDT())("m").alias("n")).collect()
df.select(F.udf(lambda v: type(v).__name__,"string",useArrow=True)("v").alias("n")).collect()
df.select(F.udf(lambda v: v,VectorUDT(),useArrow=True)("v").alias("n")).collect()
df.rdd.collect()
df.rdd.map(lambda r: type(r.v).__name__).collect()
spark.sparkContext.parallelize([(d,),(s,)]).toDF(["v"]).schema
spark.sparkContext.parallelize([(d,),(s,)]).toDF(["v"]).collect()
spark.createDataFrame([(d,),(m,)],["v"]).schema
spark.createDataFrame([(d,),(1,)],["v"]).schema
spark.createDataFrame([(1,),(d,)],["v"]).schema
spark.createDataFrame([(None,),(d,)],["v"]).schema
spark.createDataFrame([d,s]).collect()
spark.createDataFrame([d,s]).schema
spark.createDataFrame([d,s],VectorUDT()).schema
spark.createDataFrame([d,s],VectorUDT()).collect()
spark.createDataFrame([(d,)],StructType([StructField("v",VectorUDT(),False)])).schema
spark.createDataFrame([([1.,2.],)],StructType([StructField("v",VectorUDT())])).collect()
spark.createDataFrame([(np.array([1.,2.]),)],StructType([StructField("v",VectorUDT())])).collect()
spark.createDataFrame([(m,)],StructType([StructField("v",VectorUDT())])).collect()
spark.createDataFrame([({"v":d})]).collect()
spark.createDataFrame([Row(a=[d])]).dtypes
spark.createDataFrame([(1,d)],"i int, v vector").collect()
df.createOrReplaceTempView("t")
spark.sql("describe t").collect()
spark.sql("select * from t where i=2").collect()
spark.sql("select cast(v as struct<type:tinyint,size:int,indices:array<int>,values:array<double>>) from t").collect()
df.select(F.size("v")).collect()
df.select(F.isnull("v"),F.typeof("v")).collect()
df.na.drop().count()
df.na.fill(0).collect()
df.withColumn("w",F.col("v")).drop("v").dtypes
df.unionByName(df.select("v","i")).count()
df.write.mode("overwrite").parquet(folder+"/p")
spark.read.parquet(folder+"/p").schema
sorted(spark.read.parquet(folder+"/p").collect())
dm.write.mode("overwrite").parquet(folder+"/pm")
sorted(spark.read.parquet(folder+"/pm").collect(),key=lambda r:r[0])
nested.write.mode("overwrite").parquet(folder+"/pn")
spark.read.parquet(folder+"/pn").collect()
df.write.mode("overwrite").orc(folder+"/o")
spark.read.orc(folder+"/o").schema
df.write.mode("overwrite").json(folder+"/j")
spark.read.text(folder+"/j").collect()
spark.read.schema(df.schema).json(folder+"/j").collect()
df.write.mode("overwrite").csv(folder+"/c")
df.head(1)
df.take(2)
df.limit(1).collect()
df.repartition(2,"v").count()
df.dropDuplicates(["v"]).count()
df.rdd.map(lambda r: (r.v,)).filter(lambda r: r[0] is not None).toDF(["v"]).count()
spark.read.schema("v struct<type:tinyint,values:array<double>>").parquet(folder+"/p").collect()
df.schema==StructType.fromJson(json.loads(df.schema.json()))
df.to(df.schema).collect()
df.select(F.typeof(F.array("v"))).collect()
spark.createDataFrame([(Vectors.dense(1e7,1e-5,float("nan"),float("-inf"),-0.0,123456789.125),),(Vectors.sparse(3,{}),),(Vectors.dense(),)],["v"]).show(truncate=False)
spark.createDataFrame([(Matrices.dense(2,3,[1e7,1e-5,float("nan"),float("-inf"),-0.0,123456789.125]),),(Matrices.dense(1,1,[1]),),(DenseMatrix(2,2,[1,2,3,4],True),),(Matrices.sparse(2,2,[0,0,0],[],[]),),(SparseMatrix(2,3,[0,2,3],[0,2,1],[2,3,4],True),),(Matrices.dense(0,0,[]),),(Matrices.dense(1,20,range(20)),),(Matrices.dense(30,2,range(60)),)],["v"]).select(F.col("v").cast("string")).collect()
""".strip().splitlines()

#: Matrices whose text is cut off, and others at the edge.
TEXTS = r"""
Matrices.dense(100,1,range(100))
Matrices.dense(1,14,[1]*14)
Matrices.dense(1,15,[1]*15)
Matrices.dense(1,16,[1]*16)
Matrices.dense(1,17,[1]*17)
Matrices.dense(1,13,[10]*13)
Matrices.dense(1,14,[10]*14)
Matrices.dense(1,3,[1.23456789012345e-100]*3)
Matrices.dense(1,4,[1.23456789012345e-100]*4)
Matrices.dense(1,5,[1.23456789012345e-100]*5)
Matrices.dense(100,20,range(2000))
Matrices.sparse(100,1,[0,100],range(100),range(100))
Matrices.sparse(3,3,[0,1,1,2],[2,0],[0.0,1e10])
Matrices.dense(50,1,range(50))
Matrices.dense(0,3,[])
Matrices.dense(3,0,[])
Matrices.sparse(0,0,[0],[],[])
Matrices.dense(48,1,range(48))
Matrices.sparse(47,1,[0,47],range(47),range(47))
Matrices.dense(1,150,[1]*150)
""".strip().splitlines()


GROUPS = {"dense": DENSE, "sparse": SPARSE, "vectors": VECTORS, "matrices": MATRICES, "types": TYPES}


def namespace(package: str) -> dict[str, Any]:
    """What the questions about values are asked with."""
    import numpy as np

    linalg = import_module(f"{package}.ml.linalg")
    names = {name: getattr(linalg, name) for name in (*linalg.__all__, "VectorUDT", "MatrixUDT")}
    dense, sparse, matrix = names["DenseVector"], names["SparseVector"], names["SparseMatrix"]
    return {
        **names,
        "np": np,
        "array": array,
        "copy": copy,
        "pickle": pickle,
        "v": dense([1.0, 2.0]),
        "u": dense([3.0, 4.0]),
        "s": sparse(2, [1], [5.0]),
        "m": names["DenseMatrix"](2, 2, range(4)),
        "sm": matrix(2, 2, [0, 2, 3], [0, 1, 1], [2, 3, 4]),
        "big": matrix(20, 2, [0, 20, 40], list(range(20)) * 2, range(40)),
        "big2": matrix(20, 20, list(range(21)), range(20), range(20)),
        "sv0": sparse(4, {0: 1.0, 2: 2.0}),
        "sv1": sparse(4, {0: 3.0, 2: 4.0}),
    }


def column_namespace(package: str, spark: Any, folder: str) -> dict[str, Any]:
    """What the questions about columns are asked with."""
    names = namespace(package)
    types = import_module(f"{package}.sql.types")
    vectors, matrices, kind = names["Vectors"], names["Matrices"], names["VectorUDT"]()
    d, s = vectors.dense(1, 2, 1e20), vectors.sparse(4, {1: 1.0, 3: 5.5})
    m = matrices.dense(2, 2, [1, -2.5, 3e10, 4])
    sm = matrices.sparse(2, 2, [0, 2, 3], [0, 1, 1], [2, 3, 4])
    field = types.StructField
    shape = types.StructType(
        [
            field("a", types.ArrayType(kind)),
            field("mp", types.MapType(types.StringType(), kind)),
            field("st", types.StructType([field("x", kind)])),
        ]
    )
    return {
        **{name: getattr(types, name) for name in types.__all__},
        **names,
        "spark": spark,
        "folder": folder,
        "json": import_module("json"),
        "Row": types.Row,
        "F": import_module(f"{package}.sql.functions"),
        "d": d,
        "s": s,
        "m": m,
        "sm": sm,
        "df": spark.createDataFrame([(1, d), (2, s), (3, None)], ["i", "v"]),
        "dm": spark.createDataFrame([(1, m), (2, sm), (3, None)], ["i", "m"]),
        "nested": spark.createDataFrame([([d, s], {"a": s}, types.Row(x=d))], shape),
    }


def outcome(question: str, names: dict[str, Any]) -> Any:
    """What is printed and what comes of it, or the error: its class, and its condition and parameters if it has any."""
    import numpy as np

    printed = io.StringIO()
    with np.printoptions(legacy="1.25"), np.errstate(all="ignore"):
        try:
            with contextlib.redirect_stdout(printed):
                found = eval(question, dict(names))
            return ["value", printed.getvalue() if found is None else repr(found)]
        except Exception as error:
            condition = getattr(error, "getCondition", lambda: None)()
            if condition is None:
                return ["error", type(error).__name__]
            return [
                "error",
                type(error).__name__,
                condition,
                dict(sorted(error.getMessageParameters().items())),
            ]


def text_outcomes(names: dict[str, Any]) -> list[str]:
    """The matrices of TEXTS as strings of SQL."""
    rows = [(at, eval(text, dict(names))) for at, text in enumerate(TEXTS)]
    frame = names["spark"].createDataFrame(rows, ["i", "m"]).orderBy("i")
    return [row[0] for row in frame.select(names["F"].col("m").cast("string")).collect()]
